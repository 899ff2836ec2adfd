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
const LARGEST_SCORE = 30;

/** Prediction of a raw score. */
export function inverseLink(objective: Objective, score: number): number {
  return hasLogLink(objective) ? Math.exp(Math.max(-LARGEST_SCORE, Math.min(LARGEST_SCORE, score))) : score;
}

/** Writes gradient and second derivative of every row's weighted loss at its raw score. */
export function writeGradients(
  objective: Objective,
  target: Float32Array,
  weight: Float32Array,
  score: Float64Array,
  gradient: Float32Array,
  hessian: Float32Array,
): void {
  const rows = target.length;
  if (objective.name === 'squared') {
    for (let i = 0; i < rows; i++) {
      gradient[i] = weight[i] * (score[i] - target[i]);
      hessian[i] = weight[i];
    }
    return;
  }
  const power = objective.name === 'poisson' ? 1 : objective.power;
  for (let i = 0; i < rows; i++) {
    const s = Math.max(-LARGEST_SCORE, Math.min(LARGEST_SCORE, score[i]));
    const a = target[i] * Math.exp((1 - power) * s);
    const b = Math.exp((2 - power) * s);
    gradient[i] = weight[i] * (b - a);
    hessian[i] = weight[i] * ((2 - power) * b - (1 - power) * a);
  }
}

/** Mean weighted loss, up to a constant of the targets. */
export function meanLoss(
  objective: Objective,
  target: Float32Array,
  weight: Float32Array,
  score: Float64Array,
): number {
  let sum = 0;
  let total = 0;
  const power = objective.name === 'tweedie' ? objective.power : 1;
  for (let i = 0; i < target.length; i++) {
    const s = Math.max(-LARGEST_SCORE, Math.min(LARGEST_SCORE, score[i]));
    let loss: number;
    if (objective.name === 'squared') loss = 0.5 * (score[i] - target[i]) ** 2;
    else if (objective.name === 'poisson') loss = Math.exp(s) - target[i] * s;
    else {
      loss = Math.exp((2 - power) * s) / (2 - power) - (target[i] * Math.exp((1 - power) * s)) / (1 - power);
    }
    sum += weight[i] * loss;
    total += weight[i];
  }
  return total > 0 ? sum / total : 0;
}
