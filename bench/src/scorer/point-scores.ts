/** Sums that make the relative metrics; points whose actual is NaN do not count. */
export interface PointSums {
  points: number;
  /** Sum of |f - y| / y over positive actuals. */
  relative: number;
  /** Sum of ((f - y) / y)^2 over positive actuals. */
  relativeSquared: number;
  positive: number;
  /** Sum of 200 |f - y| / (|y| + |f|), 0 where both are 0: sMAPE as in the M3 and M4. */
  symmetric: number;
}

export const emptySums = (): PointSums => ({
  points: 0,
  relative: 0,
  relativeSquared: 0,
  positive: 0,
  symmetric: 0,
});

export function addPoints(sums: PointSums, actual: ArrayLike<number>, forecast: ArrayLike<number>): void {
  for (let at = 0; at < actual.length; at++) {
    const y = actual[at] as number;
    const f = forecast[at] as number;
    if (Number.isNaN(y)) continue;
    sums.points++;
    const error = Math.abs(f - y);
    const size = Math.abs(y) + Math.abs(f);
    sums.symmetric += size === 0 ? 0 : (200 * error) / size;
    if (y <= 0) continue;
    sums.positive++;
    sums.relative += error / y;
    sums.relativeSquared += (error / y) ** 2;
  }
}

export const mape = (sums: PointSums): number => (100 * sums.relative) / sums.positive;
export const rmspe = (sums: PointSums): number => Math.sqrt(sums.relativeSquared / sums.positive);
export const smape = (sums: PointSums): number => sums.symmetric / sums.points;
