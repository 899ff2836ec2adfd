import { readFile, writeFile } from 'node:fs/promises';
import type { BenchSet, MadeSet, SetMakeOptions, TruthSeries } from '../sets/bench-set.ts';
import { splitCsvLine } from '../sets/shared-data.ts';

/** What is chosen of a set of `bench/packaged/make_sets.py`; all else is in its file. */
interface PackagedSet {
  readonly name: string;
  readonly title: string;
  readonly frequency: 'D' | 'W';
  readonly horizon: number;
}

const grocery = 'dunnhumby The Complete Journey, 2017';
const supermarket = 'Ta-Feng, Nov 2000 to Feb 2001';

const chosen: readonly PackagedSet[] = [
  days('grocery_category_daily', 28, `150 categories, ${grocery}`),
  days('grocery_store_daily', 28, `100 stores, ${grocery}`),
  days('grocery_product_daily', 28, `200 products with their price, ${grocery}`),
  weeks('grocery_type_weekly', 4, `400 product types, ${grocery}`),
  weeks('grocery_category_store_weekly', 4, `20 categories in 20 stores, ${grocery}`),
  weeks('grocery_product_weekly', 4, `500 products with price, display and mailer, ${grocery}`),
  weeks('grocery_product_store_weekly', 4, `400 products in a store, with price and flags, ${grocery}`),
  days('supermarket_kind_daily', 14, `299 kinds of products, ${supermarket}`),
  days('supermarket_product_daily', 14, `499 products with their price, ${supermarket}`),
  weeks('departments_weekly', 8, 'seven departments of a Walmart store in dollars, 2010 to 2012'),
];

function days(name: string, horizon: number, title: string): PackagedSet {
  return { name, horizon, title, frequency: 'D' };
}

function weeks(name: string, horizon: number, title: string): PackagedSet {
  return { name, horizon, title, frequency: 'W' };
}

/** The sets as files in `folder`, which `preparePackaged` makes. */
export function packagedSets(folder: string): readonly BenchSet[] {
  return chosen.map(({ name, title, frequency, horizon }) => ({
    name,
    title,
    frequency,
    horizon,
    season: frequency === 'D' ? 7 : 52,
    point: 'mean',
    mainMetric: 'WAPE',
    make: async (options) => cutTable(await readFile(`${folder}/${name}.csv`, 'utf8'), horizon, options),
  }));
}

/**
 * Cuts a long table `item,location,date,quantity[,known ahead ...]` at the origin of a window: its rows up to the end of the
 * horizon become the input, so that what is known ahead is, and the last `horizon` of each series its truth. Series with
 * fewer than two horizons before are left out.
 */
export async function cutTable(
  text: string,
  horizon: number,
  { inputFile, window }: Pick<SetMakeOptions, 'inputFile' | 'window'>,
): Promise<MadeSet> {
  const [header = '', ...lines] = text.trimEnd().split('\n');
  const rows = lines.map((line): [string, string[]] => [line, splitCsvLine(line)]);
  const dates = [...new Set(rows.map(([, [, , date = '']]) => date))].sort();
  const end = dates[dates.length - 1 + window * horizon];
  const cutoff = dates[dates.length - 1 + (window - 1) * horizon];
  if (end === undefined || cutoff === undefined) throw new RangeError(`There is no window ${window}.`);
  const series = new Map<string, { lines: string[]; history: number[]; actual: number[] }>();
  for (const [line, [item = '', location = '', date = '', quantity]] of rows) {
    if (date > end) continue;
    const key = JSON.stringify([item, location]);
    const one = series.get(key) ?? { lines: [], history: [], actual: [] };
    series.set(key, one);
    one.lines.push(line);
    (date <= cutoff ? one.history : one.actual).push(Number(quantity));
  }
  const kept = [...series].filter(
    ([, { history, actual }]) => history.length >= 2 * horizon && actual.length === horizon,
  );
  await writeFile(inputFile, [header, ...kept.flatMap(([, one]) => one.lines), ''].join('\n'));
  const truth = kept.map(([key, { history, actual }]): TruthSeries => {
    const [item, location] = JSON.parse(key) as [string, string];
    return { item, location, history: Float64Array.from(history), actual: Float64Array.from(actual) };
  });
  return { rounds: [{ cutoff, truth }], hasFuture: false };
}
