import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTestFolder, rowsOf, runCli } from './run-cli.ts';

let folder: Awaited<ReturnType<typeof createTestFolder>>;
let input: string;

const day = (t: number): string => new Date(Date.UTC(2022, 0, 1 + t)).toISOString().slice(0, 10);
/** Days that move from year to year: the Saturdays before the Orthodox Easter, on which four times as much is sold. */
const busy = ['2022-04-23', '2023-04-15', '2024-05-04'];
const cutoff = '2024-04-28';
const days = 1 + (Date.parse(cutoff) - Date.parse(day(0))) / 86_400_000;

beforeAll(async () => {
  folder = await createTestFolder();
  const rows = Array.from({ length: 12 }, (_, item) =>
    Array.from({ length: days }, (_, t) => {
      const usual = 10 + item + ((7 * t + item) % 5);
      return `item ${item},${day(t)},${busy.includes(day(t)) ? 4 * usual : usual}\n`;
    }).join(''),
  );
  input = await folder.write('in.csv', `item,date,quantity\n${rows.join('')}`);
});

const meansBy = async (...flags: string[]): Promise<Map<string, number>> => {
  const { code, stdout, stderr } = await runCli('forecast', input, '--horizon', '10', ...flags);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  const means = new Map<string, number>();
  for (const [, , date = '', mean] of rowsOf(stdout)) means.set(date, (means.get(date) ?? 0) + Number(mean));
  return means;
};

describe('--holidays', () => {
  it('tells forecasts of the days around a holiday that moves', async () => {
    const summary = folder.path('summary.json');
    const without = await meansBy();
    const means = await meansBy('--holidays', 'gr', '--summary', summary);
    const rise = (of: Map<string, number>): number =>
      (of.get('2024-05-04') ?? 0) / (of.get('2024-04-30') ?? Number.NaN);
    expect(rise(without)).toBeLessThan(1.3);
    expect(rise(means)).toBeGreaterThan(2);
    expect(JSON.parse(await readFile(summary, 'utf8'))).toMatchObject({
      knownColumns: [{ name: 'holidays of GR', kind: 'category' }],
    });
  });

  it('is known to a back-test', async () => {
    const { code, stdout, stderr } = await runCli(
      ...['backtest', input, '--horizon', '10', '--windows', '1', '--models', 'ets-regression'],
      ...['--holidays', 'de-by'],
    );
    expect(code, stderr).toBe(0);
    expect(rowsOf(stdout)).toHaveLength(120);
  });

  it.each([
    [
      'Germany',
      '--holidays must be the two letters of a country, or a country and its region, such as DE or US-TX, not "Germany".',
    ],
    ['XX', '--holidays: the holidays of XX are not known.'],
    ['DE-ZZ', '--holidays: DE has no region ZZ whose holidays are known.'],
  ])('refuses %s', async (place, sentence) => {
    const { code, stdout, stderr } = await runCli('forecast', input, '--horizon', '3', '--holidays', place);
    expect([code, stdout, stderr]).toEqual([2, '', `nimbus: ${sentence}\n`]);
  });

  it('refuses steps that hold many days', async () => {
    const weekly = await folder.write(
      'weekly.csv',
      `item,date,quantity\n${Array.from({ length: 30 }, (_, w) => `a,${day(7 * w)},${w % 3}\n`).join('')}`,
    );
    const { code, stderr } = await runCli('forecast', weekly, '--horizon', '3', '--holidays', 'DE');
    expect(code).toBe(2);
    expect(stderr).toBe(
      'nimbus: --holidays is for sales by day or hour; of these, by W, a step holds many days.\n',
    );
  });
});
