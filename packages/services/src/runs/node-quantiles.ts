/**
 * Intervals of a sum (of a category, a location, the company) by conformal calibration on the back-test of the SUM.
 *
 * Errors of items do not add up like independent ones (a rainy week hits all of them), so quantiles of a sum cannot be
 * had from quantiles of its parts. For each window w and step h we know A[w,h], what the series sold together, and
 * F[w,h], the sum of their forecasts made at the window's origin. The scaled errors
 *
 *     r[w,h] = (A[w,h] - F[w,h]) / s(F[w,h]),   s(f) = max(f, 0.1 * mean of F in the window)
 *
 * are pooled over windows and steps (28 steps x 3 windows = 84 of them), because 3 errors of one step alone give no
 * quantile. The quantile p of the sum h days ahead is
 *
 *     Q_p(h) = max(0, M[h] + s(M[h]) * g(h) * r_(k)),   k = ceil((n + 1) * p) clamped to 1..n
 *
 * with M the sum of the forecast means, r_(k) the k-th smallest scaled error (split conformal, finite-sample corrected)
 * and g(h) = sqrt(max(1, h / H)) for steps beyond the back-test's H days, where nothing was measured: the growth of a
 * random walk. Quantiles do not cross, because r_(k) ascends with p.
 *
 * The total over the next 28 days: its error has one observation a window, so the spread is the larger of the windows'
 * own root mean square and what independent weeks would give, times Student's t for that few windows:
 *
 *     T +- t(0.9; windows) * T * max( rms_w R[w],  rms_{w,week} R[w,week] / 2 ),  R = (sum A - sum F) / sum F
 */
export interface SumWindow {
  readonly actual: readonly number[];
  readonly mean: readonly number[];
}

const average = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** s(f) of the formula for every step of a row of forecasts. */
const scalesOf = (forecast: readonly number[]): number[] => {
  const floor = 0.1 * average(forecast);
  return forecast.map((value) => Math.max(value, floor));
};

/** Scaled errors of the windows, ascending. Steps without any forecast volume carry none. */
export function computeScaledErrors(windows: readonly SumWindow[]): number[] {
  return windows
    .flatMap((window) => {
      const scales = scalesOf(window.mean);
      return window.mean.map(
        (forecast, h) => ((window.actual[h] as number) - forecast) / (scales[h] as number),
      );
    })
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
}

/**
 * Quantiles of a sum, flat [probability][day]. Without a back-test the mean stands for every quantile's centre and the
 * spread is that of a count: sqrt of the mean times the normal quantile.
 */
export function computeNodeQuantiles(
  mean: readonly number[],
  scaledErrors: readonly number[],
  probabilities: readonly number[],
  testedDays: number,
): number[] {
  const scales = scalesOf(mean);
  const n = scaledErrors.length;
  return probabilities.flatMap((p) =>
    mean.map((centre, index) => {
      const growth = Math.sqrt(Math.max(1, (index + 1) / testedDays));
      if (n === 0)
        return Math.max(0, centre + (normalQuantiles[p] ?? 0) * Math.sqrt(Math.max(centre, 1)) * growth);
      const k = Math.min(n, Math.max(1, Math.ceil((n + 1) * p)));
      return Math.max(0, centre + (scales[index] as number) * growth * (scaledErrors[k - 1] as number));
    }),
  );
}

const normalQuantiles: Readonly<Record<number, number>> = {
  0.025: -1.96,
  0.1: -1.2816,
  0.25: -0.6745,
  0.5: 0,
  0.75: 0.6745,
  0.9: 1.2816,
  0.975: 1.96,
};

/** Student's t at 0.9 by degrees of freedom, then the normal. */
const studentT = [0, 3.078, 1.886, 1.638, 1.533, 1.476, 1.44, 1.415, 1.397, 1.383, 1.372];

/** Mean and 80 % interval of the sum over the next 28 days. */
export function computeTotal28(
  mean: readonly number[],
  windows: readonly SumWindow[],
): { mean: number; low: number; high: number } {
  const total = mean.slice(0, 28).reduce((sum, value) => sum + value, 0);
  const ratios: number[] = [];
  const weekly: number[] = [];
  for (const window of windows) {
    const sums = (from: number, to: number): [number, number] => [
      window.actual.slice(from, to).reduce((sum, value) => sum + value, 0),
      window.mean.slice(from, to).reduce((sum, value) => sum + value, 0),
    ];
    const [actual, forecast] = sums(0, window.mean.length);
    if (forecast > 0) ratios.push((actual - forecast) / forecast);
    for (let day = 0; day + 7 <= window.mean.length; day += 7) {
      const [weekActual, weekForecast] = sums(day, day + 7);
      if (weekForecast > 0) weekly.push((weekActual - weekForecast) / weekForecast);
    }
  }
  const rms = (values: readonly number[]): number => Math.sqrt(average(values.map((value) => value * value)));
  if (ratios.length === 0) {
    const spread = 1.2816 * Math.sqrt(28 * Math.max(1, total / 28));
    return { mean: total, low: Math.max(0, total - spread), high: total + spread };
  }
  const t = studentT[ratios.length] ?? 1.2816;
  const spread = t * total * Math.max(rms(ratios), rms(weekly) / 2);
  return { mean: total, low: Math.max(0, total - spread), high: total + spread };
}
