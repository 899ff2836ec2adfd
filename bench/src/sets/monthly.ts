import type { BenchSet } from './bench-set.ts';
import { readSharedTable } from './shared-data.ts';
import { makeWideSet, type WideSeries } from './wide-rows.ts';

/** First day of the month that lies `t` months after January of the year. */
const monthOf = (year: number, t: number): string =>
  new Date(Date.UTC(year, t, 1)).toISOString().slice(0, 10);

export const carparts: BenchSet = {
  name: 'carparts',
  title: 'Car parts, 1,256 parts with a complete test window, monthly, h 6',
  frequency: 'M',
  season: 12,
  horizon: 6,
  point: 'mean',
  mainMetric: 'RMSE',
  seasonalNaive: { main: 1.449, pinball: 0.296 },
  autoEts: { main: 1.067, pinball: 0.246 },
  goal: 1.02,
  async make(options) {
    const table = await readSharedTable('carparts/carparts_odd.csv.gz');
    const series = table.rows
      .map((row) => ({
        item: row[0] ?? '',
        location: '',
        values: row.slice(1).map((cell) => (cell === '' || cell === 'NA' ? Number.NaN : Number(cell))),
      }))
      .filter(({ values }) => !values.slice(-6).some(Number.isNaN));
    return makeWideSet(
      series,
      { horizon: 6, columns: [], futureColumns: 0, dateOf: (t) => monthOf(1998, t) },
      options,
    );
  },
};

/** Series of different times are laid side by side so that all end together: a run has one cut-off. */
export function alignEnds(series: readonly WideSeries[]): WideSeries[] {
  const length = Math.max(...series.map(({ values }) => values.length));
  return series.map((entry) => ({
    ...entry,
    values: [...new Array<number>(length - entry.values.length).fill(Number.NaN), ...entry.values],
  }));
}

/** M3 series of one kind: training values and the test values after them. */
export async function readM3(period: string): Promise<{ name: string; train: number[]; test: number[] }[]> {
  const table = await readSharedTable('m3/m3.csv.gz');
  const found = new Map<string, { name: string; train: number[]; test: number[] }>();
  for (const row of table.rows) {
    if (row[1] !== period) continue;
    const name = row[0] ?? '';
    const entry = found.get(name) ?? { name, train: [], test: [] };
    entry[row[8] === 'train' ? 'train' : 'test'] = (row[9] ?? '').split(';').map(Number);
    found.set(name, entry);
  }
  return [...found.values()];
}

export const m3: BenchSet = {
  name: 'm3_monthly',
  title: 'M3 monthly, 1,428 series, h 18',
  frequency: 'M',
  season: 12,
  horizon: 18,
  point: 'mean',
  mainMetric: 'sMAPE %',
  autoEts: { main: 14.16, pinball: 0.591 },
  goal: 13.4,
  async make(options) {
    const series = (await readM3('MONTHLY')).map(({ name, train, test }) => ({
      item: name,
      location: '',
      values: [...train, ...test],
    }));
    return makeWideSet(
      alignEnds(series),
      { horizon: 18, columns: [], futureColumns: 0, dateOf: (t) => monthOf(1980, t) },
      options,
    );
  },
};
