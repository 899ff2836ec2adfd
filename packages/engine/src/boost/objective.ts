import { exponential, LARGEST_ARGUMENT } from './exponential.ts';

/**
 * Loss of a booster as its first two derivatives with respect to the raw score.
 *
 * `tweedie`: log link, variance proportional to mean ** power with 1 < power < 2 (Jorgensen 1987); non-negative targets with
 * many zeros. `poisson`: its limit at power 1. `squared`: identity link.
 */
export type Objective =
  | { readonly name: 'squared' }
  | { readonly name: 'poisson' }
  | { readonly name: 'tweedie'; readonly power: number };

/** Whether the raw score is the logarithm of the prediction. */
export const hasLogLink = (objective: Objective): boolean => objective.name !== 'squared';

/** Raw scores beyond this are clipped before exp, so that a wild tree cannot overflow. */
const LARGEST_SCORE = LARGEST_ARGUMENT;

/** Prediction of a raw score. */
export function inverseLink(objective: Objective, score: number): number {
  return hasLogLink(objective) ? Math.exp(Math.max(-LARGEST_SCORE, Math.min(LARGEST_SCORE, score))) : score;
}

/**
 * Writes gradient and second derivative of the weighted loss at the raw scores of rows `rows[from .. to)`, each at the row's
 * place in `rows`, and to `sums[at ..]` the sum of the gradients' sizes and that of the second derivatives.
 */
export function writeGradients(
  objective: Objective,
  target: Float32Array,
  weight: Float32Array,
  score: Float64Array,
  rows: Int32Array,
  from: number,
  to: number,
  gradient: Float32Array,
  hessian: Float32Array,
  sums: Float64Array,
  at: number,
): void {
  let gradients = 0;
  let hessians = 0;
  if (objective.name === 'squared') {
    for (let i = from; i < to; i++) {
      const row = rows[i];
      const w = weight[row];
      gradient[i] = w * (score[row] - target[row]);
      hessian[i] = w;
      gradients += Math.abs(gradient[i]);
      hessians += hessian[i];
    }
    sums[at] = gradients;
    sums[at + 1] = hessians;
    return;
  }
  const power = objective.name === 'poisson' ? 1 : objective.power;
  for (let i = from; i < to; i++) {
    const row = rows[i];
    const y = target[row];
    const s = Math.max(-LARGEST_SCORE, Math.min(LARGEST_SCORE, score[row]));
    const b = exponential((2 - power) * s);
    // At a power of 1.5 one exponential is the inverse of the other.
    const a = power === 1.5 ? y / b : y * exponential((1 - power) * s);
    gradient[i] = weight[row] * (b - a);
    hessian[i] = weight[row] * ((2 - power) * b - (1 - power) * a);
    gradients += Math.abs(gradient[i]);
    hessians += hessian[i];
  }
  sums[at] = gradients;
  sums[at + 1] = hessians;
}

/** Sum of the weighted losses of rows `from .. to`, up to a constant of the targets. */
export function sumLosses(
  objective: Objective,
  target: Float32Array,
  weight: Float32Array,
  score: Float64Array,
  from: number,
  to: number,
): number {
  const power = objective.name === 'tweedie' ? objective.power : 1;
  let sum = 0;
  for (let i = from; i < to; i++) {
    const s = Math.max(-LARGEST_SCORE, Math.min(LARGEST_SCORE, score[i]));
    let loss: number;
    if (objective.name === 'squared') loss = 0.5 * (score[i] - target[i]) ** 2;
    else if (objective.name === 'poisson') loss = exponential(s) - target[i] * s;
    else {
      const b = exponential((2 - power) * s);
      const a = power === 1.5 ? target[i] / b : target[i] * exponential((1 - power) * s);
      loss = b / (2 - power) - a / (1 - power);
    }
    sum += weight[i] * loss;
  }
  return sum;
}

/** Mean weighted loss, up to a constant of the targets. */
export function meanLoss(
  objective: Objective,
  target: Float32Array,
  weight: Float32Array,
  score: Float64Array,
): number {
  const total = weight.reduce((sum, one) => sum + one, 0);
  return total > 0 ? sumLosses(objective, target, weight, score, 0, target.length) / total : 0;
}
