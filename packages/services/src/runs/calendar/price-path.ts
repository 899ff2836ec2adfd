import type { CalendarInputRow } from '@ordernimbus/data';

/** Of two prices that hold on a day: the later begun, then the one for the location alone, then the shorter. */
function isStronger(a: CalendarInputRow, b: CalendarInputRow): boolean {
  if (a.from !== b.from) return a.from > b.from;
  if ((a.location === null) !== (b.location === null)) return a.location !== null;
  return (a.to ?? Number.POSITIVE_INFINITY) <= (b.to ?? Number.POSITIVE_INFINITY);
}

/**
 * Price of every day: what was asked where that is known, else the latest of the planned price and what was last asked
 * outside of promotions; ahead less the promotion's discount. Days before the first price have that one: without a
 * change nothing can be learnt from them, and none is made up.
 *
 * @param observed what was asked for a unit on each day of the history (`listPrices`); NaN = not known
 * @param plans planned prices of this series
 * @param discount share taken off by a promotion on each day; NaN = no promotion, 0 = one without a discount
 */
export function writePricePath(
  firstDay: number,
  observed: Float64Array,
  plans: readonly CalendarInputRow[],
  discount: Float64Array,
  out: Float32Array,
): void {
  const history = observed.length;
  let plan: CalendarInputRow | undefined;
  let base = Number.NaN;
  let beforePlan = Number.NaN;
  let current = Number.NaN;
  for (let t = 0; t < out.length; t++) {
    const day = firstDay + t;
    let now: CalendarInputRow | undefined;
    for (const one of plans) {
      if (one.from > day || (one.to !== null && one.to < day)) continue;
      if (!now || isStronger(one, now)) now = one;
    }
    if (now !== plan) {
      if (plan === undefined) beforePlan = base;
      base = now ? (now.priceMinor ?? Number.NaN) : beforePlan;
      current = base;
      plan = now;
    }
    const off = discount[t] as number;
    const isPromoted = !Number.isNaN(off);
    const paid = t < history ? (observed[t] as number) : Number.NaN;
    if (!Number.isNaN(paid)) {
      current = paid;
      if (!isPromoted || Number.isNaN(base)) base = paid;
      out[t] = paid;
    } else if (t < history) out[t] = isPromoted ? current : base;
    else out[t] = isPromoted ? base * (1 - off) : base;
  }
  const first = out.findIndex((price) => !Number.isNaN(price));
  if (first > 0) out.fill(out[first] as number, 0, first);
}
