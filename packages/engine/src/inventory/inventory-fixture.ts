import { createDemandSums, type DemandSums } from './demand-sums.ts';

const testDays = [
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 17, 21, 24, 28, 35, 42, 49, 56, 63, 70, 77, 84, 91,
];
const testProbabilities = [0.05, 0.1, 0.25, 0.5, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.975, 0.99, 0.995];

/** Sums with given quantiles on the grid of a product run. */
export function makeSums(dailyMean: number, quantile: (days: number, p: number) => number): DemandSums {
  return createDemandSums({
    days: testDays,
    probabilities: testProbabilities,
    quantiles: testDays.flatMap((days) => testProbabilities.map((p) => quantile(days, p))),
    mean: new Array<number>(91).fill(dailyMean),
  });
}

/** Standard normal quantile (Acklam's approximation, relative error below 1.2e-9). */
export function normalQuantile(p: number): number {
  const a = [
    -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
    2.506628277459239,
  ];
  const b = [
    -54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572,
  ];
  const c = [
    -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
    2.938163982698783,
  ];
  const d = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416];
  const horner = (terms: number[], x: number) => terms.reduce((sum, term) => sum * x + term, 0);
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p));
    return horner(c, q) / (horner(d, q) * q + 1);
  }
  if (p > 1 - 0.02425) return -normalQuantile(1 - p);
  const q = p - 0.5;
  return (q * horner(a, q * q)) / (horner(b, q * q) * q * q + 1);
}

/** Smallest k with P(X <= k) >= p of a Poisson count. */
export function poissonQuantile(mean: number, p: number): number {
  let term = Math.exp(-mean);
  let below = term;
  let k = 0;
  while (below < p) {
    k++;
    term *= mean / k;
    below += term;
  }
  return k;
}

/** Independent normal days: the sum over h has mean h * mean and deviation sqrt(h) * sd. */
export const normalSums = (mean: number, sd: number): DemandSums =>
  makeSums(mean, (h, p) => Math.max(0, h * mean + Math.sqrt(h) * sd * normalQuantile(p)));

export const poissonSums = (mean: number): DemandSums =>
  makeSums(mean, (h, p) => poissonQuantile(h * mean, p));
