import type { BenchSet } from './bench-set.ts';
import { alignEnds } from './monthly.ts';
import { readSharedTable } from './shared-data.ts';
import { makeWideSet } from './wide-rows.ts';

const numbers = (row: readonly string[]): number[] =>
  row
    .slice(1)
    .filter((cell) => cell !== '')
    .map(Number);

export async function readM4Hourly(): Promise<{ name: string; train: number[]; test: number[] }[]> {
  const train = await readSharedTable('m4_hourly/Hourly-train.csv.gz');
  const test = await readSharedTable('m4_hourly/Hourly-test.csv.gz');
  const testOf = new Map(test.rows.map((row) => [row[0], numbers(row)]));
  return train.rows.map((row) => ({
    name: row[0] ?? '',
    train: numbers(row),
    test: testOf.get(row[0]) ?? [],
  }));
}

const firstHour = Date.UTC(2017, 0, 1);

export const m4Hourly: BenchSet = {
  name: 'm4_hourly',
  title: 'M4 hourly, 414 series, h 48',
  frequency: 'H',
  season: 24,
  horizon: 48,
  point: 'mean',
  mainMetric: 'MASE',
  seasonalNaive: { main: 1.193, pinball: 0.317 },
  autoEts: { main: 1.606, pinball: 0.638 },
  goal: 0.8,
  async make(options) {
    const series = (await readM4Hourly()).map(({ name, train, test }) => ({
      item: name,
      location: '',
      values: [...train, ...test],
    }));
    return makeWideSet(
      alignEnds(series),
      {
        horizon: 48,
        columns: [],
        futureColumns: 0,
        dateOf: (t) => new Date(firstHour + t * 3_600_000).toISOString().slice(0, 19).replace('T', ' '),
      },
      options,
    );
  },
};
