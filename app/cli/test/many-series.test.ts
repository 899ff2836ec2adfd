import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { createTestFolder, dayOf, runCli } from './run-cli.ts';

const SERIES = 3_300;
const DAYS = 60;

/** By day, as a shop's export is: the rows of a series are spread over the whole file. */
function makeRows(): string {
  const lines = ['item,date,quantity'];
  for (let t = 0; t < DAYS; t++) {
    for (let s = 0; s < SERIES; s++) {
      lines.push(`sku-${(s * 7919) % SERIES},${dayOf(t)},${((s + 3 * t) % 7) % (1 + (s % 5))}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

it('a file of more series than the panel’s model is trained on is forecast whole', async () => {
  const folder = await createTestFolder();
  const input = await folder.write('sales.csv', makeRows());
  const [out, summary] = [folder.path('forecast.csv'), folder.path('summary.json')];
  const args = ['--horizon', '2', '--models', 'fast', '--threads', '2', '--out', out, '--summary', summary];
  const { code, stderr } = await runCli('forecast', input, ...args);
  expect(stderr).not.toContain('went wrong');
  expect(code).toBe(0);
  const { failed } = JSON.parse(await readFile(summary, 'utf8')) as { failed: number };
  expect(failed).toBe(0);
  const rows = (await readFile(out, 'utf8')).trim().split('\n').slice(1);
  expect(rows).toHaveLength(2 * SERIES);
  expect(new Set(rows.map((row) => row.split(',')[0]))).toHaveProperty('size', SERIES);
});
