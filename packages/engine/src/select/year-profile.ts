/** How far a daily series follows the year before, and what that says of a step. */
export interface YearProfile {
  /** What a forecast of the step `step` (1 ..) after `origin` is multiplied by, above 0; 1 where the year before is not known. */
  at(origin: number, step: number): number;
}

/** Whole weeks, so that a weekday is compared with itself. */
const YEAR = 364;
/** Days on each side of a day that are averaged with it: a whole week, which no weekday moves. */
const NEAR = 3;
/** Days of the level that a day is compared with. */
const LEVEL = 28;
/** Steps ahead on which is learned. */
const STEPS = [7, 14, 28];
/** Share of the mean that is added above and below: a handful of sales more or less is no change of ten times. */
const FLOOR = 0.1;
const LARGEST = Math.log(5);
/** Mean square of the year before's departures that counts as much as none. */
const PULL = 0.005;
/** Share of the squared departures that the year before must tell, and the fewest days of evidence. */
const LEAST_TOLD = 0.5;
const LEAST_POINTS = 200;

/**
 * Learns from the whole last year how the days around a step stand to the level four weeks back, given how they did a year
 * before: a regression through zero of the one logarithm on the other, a little towards none. The back-test's windows are the
 * last weeks; when these hold no Christmas, no model of them can earn a weight for knowing one. Undefined with less than two
 * years, or where the year before tells less than half of the departures: noise and moving promotions are no season.
 */
export function fitYearProfile(values: Float64Array): YearProfile | undefined {
  const n = values.length;
  if (n < 2 * YEAR) return undefined;
  const meanOf = prefixMeans(values);
  const floor = FLOOR * meanOf(0, n);
  if (!(floor > 0)) return undefined;
  // Logarithms of the week around a day, and of the level at an origin; NaN where unknown.
  const weeks = new Float64Array(n);
  const levels = new Float64Array(n);
  for (let t = 0; t < n; t++) {
    weeks[t] = Math.log(meanOf(t - NEAR, t + NEAR + 1) + floor);
    levels[t] = Math.log(meanOf(t + 1 - LEVEL, t + 1) + floor);
  }
  let xy = 0;
  let xx = 0;
  let yy = 0;
  let points = 0;
  for (let t = n - YEAR; t < n - NEAR; t++) {
    for (const step of STEPS) {
      const x = limited(weeks[t - YEAR] - levels[t - YEAR - step]);
      const y = limited(weeks[t] - levels[t - step]);
      if (Number.isNaN(x) || Number.isNaN(y)) continue;
      xy += x * y;
      xx += x * x;
      yy += y * y;
      points++;
    }
  }
  if (points < LEAST_POINTS || !(xy > 0) || xy * xy < LEAST_TOLD * xx * yy) return undefined;
  const share = Math.min(1, xy / (xx + PULL * points));
  return {
    at(origin, step) {
      // the whole week around the day lies before the origin
      const back = YEAR * Math.ceil((step + NEAR) / YEAR);
      const x = limited(weeks[origin + step - back] - levels[origin - back]);
      return Number.isNaN(x) ? 1 : Math.exp(share * x);
    },
  };
}

const limited = (departure: number): number => Math.max(-LARGEST, Math.min(LARGEST, departure));

/** Mean of the known values from place `from` to before `to`; NaN where there is none or the range leaves the series. */
function prefixMeans(values: Float64Array): (from: number, to: number) => number {
  const n = values.length;
  const sums = new Float64Array(n + 1);
  const counts = new Float64Array(n + 1);
  for (let t = 0; t < n; t++) {
    const isKnown = !Number.isNaN(values[t]);
    sums[t + 1] = sums[t] + (isKnown ? values[t] : 0);
    counts[t + 1] = counts[t] + (isKnown ? 1 : 0);
  }
  return (from, to) =>
    from < 0 || to > n ? Number.NaN : (sums[to] - sums[from]) / (counts[to] - counts[from]);
}
