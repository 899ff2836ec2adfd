import { addDays, type BenchSet } from './bench-set.ts';
import { readSharedTable } from './shared-data.ts';
import { makeWideSet } from './wide-rows.ts';

const weeks = 52;

export const uciWeekly: BenchSet = {
  name: 'uci_weekly',
  title: 'UCI weekly sales, 811 products, one year, last 4 weeks',
  frequency: 'W',
  season: 52,
  horizon: 4,
  point: 'mean',
  mainMetric: 'WAPE',
  async make(options) {
    const table = await readSharedTable('uci_weekly_sales/Sales_Transactions_Dataset_Weekly.csv.gz');
    const series = table.rows.map((row) => ({
      item: row[0] ?? '',
      location: '',
      values: row.slice(1, 1 + weeks).map(Number),
    }));
    return makeWideSet(
      series,
      { horizon: 4, columns: [], futureColumns: 0, dateOf: (t) => addDays('2015-01-05', 7 * t) },
      options,
    );
  },
};
