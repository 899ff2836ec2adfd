import { addDays, type BenchSet } from './bench-set.ts';
import { readSharedTable } from './shared-data.ts';
import { makeWideSet } from './wide-rows.ts';

export const vn2: BenchSet = {
  name: 'vn2',
  title: 'VN2, 300 store-product pairs, weekly, h 8, in-stock flags of the past',
  frequency: 'W',
  season: 52,
  horizon: 8,
  point: 'mean',
  mainMetric: 'WAPE',
  seasonalNaive: { main: 0.855, pinball: 0.246 },
  autoEts: { main: 0.85, pinball: 0.207 },
  goal: 0.57,
  async make(options) {
    const sales = await readSharedTable('vn2/sales.csv.gz');
    const stock = await readSharedTable('vn2/in_stock.csv.gz');
    const master = await readSharedTable('vn2/master.csv.gz');
    const first = sales.header[2] ?? '';
    const series = sales.rows.map((row, index) => ({
      item: row[1] ?? '',
      location: row[0] ?? '',
      values: row.slice(2).map(Number),
      extra: (t: number) => [
        stock.rows[index]?.[t + 2] === 'False' ? 0 : 1,
        ...(master.rows[index]?.slice(2) ?? []),
      ],
    }));
    return makeWideSet(
      series,
      {
        horizon: 8,
        columns: ['in_stock', ...master.header.slice(2)],
        futureColumns: 0,
        dateOf: (t) => addDays(first, 7 * t),
      },
      options,
    );
  },
};
