import { addDays, type BenchSet } from './bench-set.ts';
import { readSharedTable } from './shared-data.ts';
import { makeWideSet } from './wide-rows.ts';

const folder = 'm5_foods3_tx3';

export const m5: BenchSet = {
  name: 'm5_foods3_tx3',
  title: 'M5, 412 items of FOODS_3 in TX_3, daily, h 28',
  frequency: 'D',
  season: 7,
  horizon: 28,
  point: 'mean',
  mainMetric: 'weighted RMSSE',
  addsUp: true,
  seasonalNaive: { main: 1.178, pinball: 0.352, sum: 0.7968 },
  autoEts: { main: 0.946, pinball: 0.291 },
  goal: 0.91,
  async make(options) {
    const sales = await readSharedTable(`${folder}/sales.csv.gz`);
    const calendar = await readSharedTable(`${folder}/calendar.csv.gz`);
    const prices = await readSharedTable(`${folder}/sell_prices.csv.gz`);
    const weights = await readSharedTable(`${folder}/weights_level12.csv.gz`);
    const weekOf = calendar.rows.map((row) => row[1] ?? '');
    const priceOf = new Map(prices.rows.map((row) => [`${row[1]} ${row[2]}`, row[3] ?? '']));
    const weightOf = new Map(weights.rows.map((row) => [row[0], Number(row[3])]));
    const event = calendar.header.indexOf('event_name_1');
    const snap = calendar.header.indexOf('snap_TX');
    const events = calendar.rows.map((row) => [row[event] ?? '', row[event + 1] ?? '', row[snap] ?? '']);
    const series = sales.rows.map((row) => {
      const item = row[1] ?? '';
      return {
        item,
        location: row[4] ?? '',
        values: row.slice(6).map(Number),
        weight: weightOf.get(item) ?? 0,
        extra: (t: number) => [priceOf.get(`${item} ${weekOf[t]}`) ?? '', ...(events[t] ?? [])],
      };
    });
    return makeWideSet(
      series,
      {
        horizon: 28,
        columns: ['price', 'event', 'event_type', 'snap'],
        futureColumns: 4,
        dateOf: (t) => addDays('2011-01-29', t),
      },
      options,
    );
  },
};
