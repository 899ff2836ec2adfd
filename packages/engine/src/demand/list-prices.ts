/** Prices of days that are the same but for rounding. */
const tolerance = 0.01;
/** Days with sales at one price that make it the price, rather than a discount of one order. */
const fewestDays = 3;

interface Run {
  readonly price: number;
  first: number;
  last: number;
  days: number;
}

/** Days with sales, joined while their price stays the same. */
function runsOf(paid: Float64Array): Run[] {
  const runs: Run[] = [];
  for (let t = 0; t < paid.length; t++) {
    const price = paid[t] as number;
    if (Number.isNaN(price)) continue;
    const run = runs.at(-1);
    if (run && Math.abs(price - run.price) <= tolerance * run.price) {
      run.last = t;
      run.days++;
    } else runs.push({ price, first: t, last: t, days: 1 });
  }
  return runs;
}

/**
 * The price that was asked on each day, from what was paid on average: levels that held for at least three days with
 * sales. What is paid on a single day is no use: it is known only where something was sold, and falls where one order was
 * large, so it tells what it is to forecast. For the same reason a level begins on the day after the last sale at the one
 * before, not with its own first sale.
 *
 * @param paid mean price of a unit on each day, NaN where nothing was sold
 * @returns the price of every day; all NaN when no level held, or the median of what was paid
 */
export function listPrices(paid: Float64Array): Float64Array {
  const out = new Float64Array(paid.length).fill(Number.NaN);
  const levels: Run[] = [];
  for (const run of runsOf(paid)) {
    if (run.days < fewestDays) continue;
    const before = levels.at(-1);
    if (before && Math.abs(run.price - before.price) <= tolerance * before.price) before.last = run.last;
    else levels.push({ ...run });
  }
  if (levels.length === 0) {
    const known = paid.filter((price) => !Number.isNaN(price)).sort();
    return known.length > 0 ? out.fill(known[known.length >> 1] as number) : out;
  }
  for (const [at, { price }] of levels.entries()) {
    const from = at === 0 ? 0 : (levels[at - 1] as Run).last + 1;
    const to = at === levels.length - 1 ? paid.length : (levels[at] as Run).last + 1;
    out.fill(price, from, to);
  }
  return out;
}
