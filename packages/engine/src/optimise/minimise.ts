/** Writes the gradient at `x` and returns the value there; Infinity = outside the domain. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

/** Where the search ended. */
export interface Minimum {
  readonly value: number;
  readonly evaluations: number;
}

const ARMIJO = 1e-4;

/**
 * BFGS with a backtracking line search (Nocedal and Wright, Numerical Optimization, ch. 6). `x` is the start and becomes
 * the minimum. Stops when two iterations together promise and gain about
 * `tolerance`, or after `iterations`.
 */
export function minimise(
  x: Float64Array,
  objective: Objective,
  tolerance: number,
  iterations: number,
): Minimum {
  const n = x.length;
  const inverse = new Float64Array(n * n);
  const gradient = new Float64Array(n);
  const next = new Float64Array(n);
  const nextGradient = new Float64Array(n);
  const direction = new Float64Array(n);
  const change = new Float64Array(n);
  const product = new Float64Array(n);
  let value = objective(x, gradient);
  let evaluations = 1;
  if (!Number.isFinite(value)) return { value, evaluations };
  let fresh = true;
  let stalled = 0;
  for (let iteration = 0; iteration < iterations; iteration++) {
    let slope = 0;
    let norm = 0;
    for (let i = 0; i < n; i++) {
      let sum = 0;
      if (fresh) sum = gradient[i];
      else for (let j = 0; j < n; j++) sum += inverse[i * n + j] * gradient[j];
      direction[i] = -sum;
      slope -= sum * gradient[i];
      norm += sum * sum;
    }
    if (norm === 0) break;
    if (!(slope < 0)) {
      if (fresh) break;
      fresh = true;
      continue;
    }
    let rate = fresh ? Math.min(1, 0.5 / Math.sqrt(norm)) : Math.min(1, 4 / Math.sqrt(norm));
    let found = false;
    let nextValue = value;
    for (let trial = 0; trial < 25; trial++) {
      for (let i = 0; i < n; i++) next[i] = x[i] + rate * direction[i];
      nextValue = objective(next, nextGradient);
      evaluations++;
      if (nextValue <= value + ARMIJO * rate * slope) {
        found = true;
        break;
      }
      const curve = nextValue - value - rate * slope;
      const guess =
        Number.isFinite(nextValue) && curve > 0 ? (-slope * rate * rate) / (2 * curve) : 0.3 * rate;
      rate = Math.min(0.6 * rate, Math.max(0.1 * rate, guess));
    }
    if (!found) {
      if (fresh) break;
      fresh = true;
      continue;
    }
    let curvature = 0;
    let length = 0;
    for (let i = 0; i < n; i++) {
      direction[i] = next[i] - x[i];
      change[i] = nextGradient[i] - gradient[i];
      curvature += direction[i] * change[i];
      length += change[i] * change[i];
      x[i] = next[i];
      gradient[i] = nextGradient[i];
    }
    const gain = value - nextValue;
    value = nextValue;
    // `slope` is the gain a full step promised: a small gain counts only when no more was to be had.
    stalled = gain < tolerance && -slope < 4 * tolerance ? stalled + 1 : 0;
    if (stalled >= 2) break;
    if (curvature <= 1e-12 * length) continue;
    if (fresh) {
      inverse.fill(0);
      for (let i = 0; i < n; i++) inverse[i * n + i] = curvature / length;
      fresh = false;
    }
    updateInverse(inverse, direction, change, product, curvature);
  }
  return { value, evaluations };
}

/** The BFGS update of the inverse Hessian for a step and its change of gradient. */
function updateInverse(
  inverse: Float64Array,
  step: Float64Array,
  change: Float64Array,
  product: Float64Array,
  curvature: number,
): void {
  const n = step.length;
  let quadratic = 0;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += inverse[i * n + j] * change[j];
    product[i] = sum;
    quadratic += sum * change[i];
  }
  const factor = (1 + quadratic / curvature) / curvature;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      inverse[i * n + j] +=
        factor * step[i] * step[j] - (product[i] * step[j] + step[i] * product[j]) / curvature;
    }
  }
}
