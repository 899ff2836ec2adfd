/** How the errors of the steps hang together: a shared part and one that fades from step to step. */
export interface Dependence {
  /** Share of the variance common to all steps (an error of the level), 0..1. */
  readonly common: number;
  /** Correlation of the rest between neighbouring steps, -1..1. */
  readonly neighbour: number;
}

/** Windows' worth of belief in the prior share. */
const PRIOR_WINDOWS = 4;
const PRIOR_COMMON = 0.35;

/** Variance of the sum of steps with deviations `s` under a dependence. */
function sumVariance(s: Float64Array, common: number, neighbour: number): number {
  let total = 0;
  let plain = 0;
  let carried = 0;
  let cross = 0;
  for (let k = 0; k < s.length; k++) {
    // carried = sum over j < k of s[j] * neighbour ** (k - j)
    cross += s[k] * carried;
    carried = neighbour * (carried + s[k]);
    plain += s[k] * s[k];
    total += s[k];
  }
  return common * total * total + (1 - common) * (plain + 2 * cross);
}

/**
 * Fits the dependence to back-test errors, row-major [window][step], NaN = not observed: the correlation of neighbours as
 * observed, and the common share for which the variance of the sum over a window is the observed one. `independent` =
 * windows that do not overlap; few of them pull the share to its prior.
 */
export function fitDependence(errors: Float64Array, horizon: number, independent: number): Dependence {
  if (horizon < 2) return { common: PRIOR_COMMON, neighbour: 0 };
  const squares = new Float64Array(horizon);
  let windows = 0;
  let sumSquares = 0;
  let cross = 0;
  let size = 0;
  for (let start = 0; start < errors.length; start += horizon) {
    let sum = 0;
    let complete = true;
    for (let k = 0; k < horizon; k++) {
      const e = errors[start + k];
      if (Number.isNaN(e)) {
        complete = false;
        continue;
      }
      sum += e;
      if (k > 0 && !Number.isNaN(errors[start + k - 1])) {
        const before = errors[start + k - 1];
        cross += e * before;
        size += 0.5 * (e * e + before * before);
      }
    }
    if (!complete) continue;
    windows++;
    sumSquares += sum * sum;
    for (let k = 0; k < horizon; k++) squares[k] += errors[start + k] * errors[start + k];
  }
  const lag = size > 0 ? Math.max(-0.5, Math.min(0.95, cross / size)) : PRIOR_COMMON;
  const rest = (common: number): number => Math.max(-0.5, Math.min(0.95, (lag - common) / (1 - common)));
  let best = PRIOR_COMMON;
  if (windows > 0 && sumSquares > 0) {
    for (let k = 0; k < horizon; k++) squares[k] = Math.sqrt(squares[k] / windows);
    const observed = sumSquares / windows;
    let closest = Number.POSITIVE_INFINITY;
    for (let common = 0; common <= 0.9; common += 0.02) {
      const distance = Math.abs(Math.log(sumVariance(squares, common, rest(common)) / observed));
      if (distance < closest) {
        closest = distance;
        best = common;
      }
    }
  }
  const trust = windows > 0 ? independent / (independent + PRIOR_WINDOWS) : 0;
  const common = trust * best + (1 - trust) * PRIOR_COMMON;
  return { common, neighbour: rest(common) };
}
