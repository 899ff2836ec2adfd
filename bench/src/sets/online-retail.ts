import { addDays, type BenchSet } from './bench-set.ts';
import { readShared } from './shared-data.ts';
import { makeWideSet } from './wide-rows.ts';

const firstDay = '2010-12-01';
const days = 304;
const items = 300;

/** Codes that are goods: five digits and perhaps a letter; POST, DOT, BANK CHARGES and the like are not. */
const isProduct = (code: string): boolean => /^\d{5}[A-Za-z]{0,2}$/.test(code);

export const onlineRetail: BenchSet = {
  name: 'online_retail',
  title: `UCI Online Retail, the ${items} items with most revenue before the window, daily, h 28`,
  frequency: 'D',
  season: 7,
  horizon: 28,
  point: 'mean',
  mainMetric: 'WAPE',
  async make(options) {
    const start = Date.parse(firstDay);
    const testStart = days - 28 * (1 - options.window);
    const found = new Map<string, { values: number[]; revenue: number }>();
    let header = true;
    for await (const row of readShared('online_retail/order_lines_2010-12_2011-09.csv.gz')) {
      const [invoice = '', rawCode = '', , quantityText = '', date = '', priceText = ''] = row;
      const code = rawCode.toUpperCase();
      const quantity = Number(quantityText);
      const skipped = header || invoice.startsWith('C') || !(quantity > 0) || !(Number(priceText) > 0);
      header = false;
      if (skipped || !isProduct(code)) continue;
      const t = Math.floor((Date.parse(`${date.slice(0, 10)}T00:00:00Z`) - start) / 86_400_000);
      let entry = found.get(code);
      if (!entry) {
        entry = { values: new Array<number>(days).fill(0), revenue: 0 };
        found.set(code, entry);
      }
      entry.values[t] = (entry.values[t] ?? 0) + quantity;
      if (t < testStart) entry.revenue += quantity * Number(priceText);
    }
    const series = [...found]
      .sort(([a, x], [b, y]) => y.revenue - x.revenue || (a < b ? -1 : 1))
      .slice(0, items)
      .map(([item, { values }]) => ({ item, location: '', values }));
    return makeWideSet(
      series,
      { horizon: 28, columns: [], futureColumns: 0, dateOf: (t) => addDays(firstDay, t) },
      options,
    );
  },
};
