/**
 * Local regression at place `x` from the values `left` .. `right` (inclusive) around it, tricube weights over a window of
 * `window` places (Cleveland 1979). `line` fits a line, otherwise a mean. `x` may lie outside the values.
 * `weights` is room for at least `right + 1` numbers.
 */
function fitAt(
  values: Float64Array,
  count: number,
  window: number,
  line: boolean,
  x: number,
  left: number,
  right: number,
  weights: Float64Array,
): number {
  let reach = Math.max(x - left, right - x);
  if (window > count) reach += (window - count) >> 1;
  const most = 0.999 * reach;
  const least = 0.001 * reach;
  let total = 0;
  for (let j = left; j <= right; j++) {
    const r = Math.abs(j - x);
    let w = 0;
    if (r <= most) {
      if (r <= least) w = 1;
      else {
        const share = r / reach;
        const cube = 1 - share * share * share;
        w = cube * cube * cube;
      }
    }
    weights[j] = w;
    total += w;
  }
  let mean = 0;
  let centre = 0;
  for (let j = left; j <= right; j++) {
    const w = weights[j] / total;
    weights[j] = w;
    mean += w * values[j];
    centre += w * j;
  }
  if (!line || reach <= 0) return mean;
  let spread = 0;
  let slope = 0;
  for (let j = left; j <= right; j++) {
    const d = j - centre;
    spread += weights[j] * d * d;
    slope += weights[j] * d * values[j];
  }
  // As in the reference: too narrow a spread of places cannot carry a line.
  return Math.sqrt(spread) > 0.001 * (count - 1) ? mean + ((x - centre) / spread) * slope : mean;
}

/** How a smoother looks at a series. */
export interface Loess {
  /** Places in the window, odd. */
  readonly window: number;
  /** Fits a line (degree 1), otherwise a mean (degree 0). */
  readonly line: boolean;
  /** Fits every `jump`-th place and interpolates between them. */
  readonly jump: number;
}

/** Smooths the first `count` values into `out`. No value may be NaN. */
export function smooth(
  values: Float64Array,
  count: number,
  { window, line, jump }: Loess,
  out: Float64Array,
  weights: Float64Array,
): void {
  if (count < 2) {
    if (count === 1) out[0] = values[0];
    return;
  }
  const step = Math.min(jump, count - 1);
  const half = (window + 1) >> 1;
  const level = (i: number): number => {
    const left = window >= count ? 0 : Math.min(Math.max(0, i - half + 1), count - window);
    const right = window >= count ? count - 1 : left + window - 1;
    return fitAt(values, count, window, line, i, left, right, weights);
  };
  let from = 0;
  out[0] = level(0);
  while (from < count - 1) {
    const to = Math.min(from + step, count - 1);
    out[to] = level(to);
    const rise = (out[to] - out[from]) / (to - from);
    for (let i = from + 1; i < to; i++) out[i] = out[from] + rise * (i - from);
    from = to;
  }
}

/** The smoother one place before the first value and one after the last. */
export function smoothBeyond(
  values: Float64Array,
  count: number,
  { window, line }: Loess,
  weights: Float64Array,
): { before: number; after: number } {
  const last = count - 1;
  return {
    before: fitAt(values, count, window, line, -1, 0, Math.min(window, count) - 1, weights),
    after: fitAt(values, count, window, line, count, Math.max(0, count - window), last, weights),
  };
}
