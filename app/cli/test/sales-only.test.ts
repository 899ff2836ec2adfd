import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTestFolder, dayOf, runCli } from './run-cli.ts';

/** A file of a till: rows for days with sales, and of each the mean price, which falls with the size of the orders. */
function makeRows(withPrice: boolean): string {
  let state = 5;
  const chance = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const lines = [`item,date,quantity${withPrice ? ',price' : ''}`];
  for (let item = 1; item <= 10; item++) {
    for (let t = 0; t < 300; t++) {
      const isSold = chance() < 0.5 || t === 299;
      const units = Math.max(1, Math.round(item * (0.3 + 4 * chance())));
      const price = (3 + 0.02 * (t % 7) - 0.02 * Math.min(units, 40)).toFixed(2);
      if (isSold) lines.push(`sku-${item},${dayOf(t)},${units}${withPrice ? `,${price}` : ''}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

let wape: number[];
beforeAll(async () => {
  const folder = await createTestFolder();
  wape = [];
  for (const withPrice of [false, true]) {
    const input = await folder.write(`sales-${withPrice}.csv`, makeRows(withPrice));
    const summary = folder.path(`summary-${withPrice}.json`);
    const args = ['--horizon', '14', '--windows', '2', '--threads', '1', '--summary', summary];
    const { code, stderr } = await runCli('backtest', input, ...args);
    if (code !== 0) throw new Error(stderr);
    const { accuracy } = JSON.parse(await readFile(summary, 'utf8')) as {
      accuracy: { wape: number };
    };
    wape.push(accuracy.wape);
  }
});

describe('prices of a file that lists sales alone', () => {
  it('do not tell the back-test on which days something was sold, nor how much', () => {
    const [without = 0, withPrices = 0] = wape;
    expect(without).toBeGreaterThan(0.3);
    expect(Math.abs(withPrices / without - 1)).toBeLessThan(0.03);
  });
});
