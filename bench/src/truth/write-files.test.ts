import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSeries, SEED } from './make-series.ts';
import { scenarios } from './scenarios/index.ts';
import { knownColumns, writeFuture, writeHistory } from './write-files.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ordernimbus-truth-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function written(name: string): Promise<{ history: string[][]; future: string[][] }> {
  const scenario = scenarios.find((one) => one.name === name);
  if (!scenario) throw new Error(`There is no scenario ${name}.`);
  const made = makeSeries(scenario, SEED, 2);
  const [history, future] = [join(folder, 'input.csv'), join(folder, 'future.csv')];
  await writeHistory(history, scenario, made);
  await writeFuture(future, made);
  const cellsOf = async (file: string): Promise<string[][]> =>
    (await readFile(file, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','));
  return { history: await cellsOf(history), future: await cellsOf(future) };
}

describe('the files of a scenario', () => {
  it('have the known columns in history and future alike, and a row for each step', async () => {
    const { history, future } = await written('composite');
    expect(history[0]).toEqual(['item', 'location', 'date', 'quantity', 'promotion', 'category']);
    expect(future[0]).toEqual(['item', 'location', 'date', 'promotion']);
    expect(history).toHaveLength(1 + 2 * 730);
    expect(future).toHaveLength(1 + 2 * 28);
    expect(new Set(history.slice(1).map((cells) => cells[4]))).toEqual(new Set(['0', '1']));
    expect(history[1]?.[5]).toBe('category-0');
    expect(future[1]?.slice(0, 3)).toEqual(['item-000', 'shop-0', '2025-01-01']);
  });

  it('tell what is out of stock in the history alone', async () => {
    const { history, future } = await written('out-of-stock-told');
    expect(history[0]).toEqual(['item', 'location', 'date', 'quantity', 'in_stock']);
    const out = history.filter((cells) => cells[4] === '0');
    expect(out.length).toBeGreaterThan(0);
    expect(out.every((cells) => cells[3] === '0')).toBe(true);
    expect(future[0]).toEqual(['item', 'location', 'date']);
  });

  it('have whole cells in every scenario', () => {
    for (const scenario of scenarios) {
      const made = makeSeries(scenario, SEED, 1);
      const columns = knownColumns(made);
      const rows = made.flatMap(({ history, future }) => [...history.slice(0, 3), ...future]);
      for (const { known } of rows) {
        expect(Object.keys(known)).toEqual(columns);
        expect(Object.values(known).every(Number.isFinite)).toBe(true);
      }
    }
  });
});
