import type { Reconciler } from './reconcile.ts';

/** Base distributions of all nodes by their quantiles. */
export interface NodeQuantiles {
  /** Ascending. */
  readonly probabilities: readonly number[];
  /** Row-major [node][probability][step]. */
  readonly quantiles: Float64Array;
  readonly steps: number;
}

/** Rank of each value among all, 0 .. length - 1; equal values in the order in which they come. */
function ranksOf(values: Float64Array): Int32Array {
  const order = Array.from(values, (_, index) => index).sort((a, b) => values[a] - values[b] || a - b);
  const ranks = new Int32Array(values.length);
  for (let place = 0; place < order.length; place++) ranks[order[place]] = place;
  return ranks;
}

/** Value at a probability, linear between quantiles and flat beyond the outermost. */
function quantileAt(probabilities: readonly number[], at: (q: number) => number, p: number): number {
  const last = probabilities.length - 1;
  if (p <= probabilities[0]) return at(0);
  if (p >= probabilities[last]) return at(last);
  let q = 0;
  while (probabilities[q + 1] < p) q++;
  const part = (p - probabilities[q]) / (probabilities[q + 1] - probabilities[q]);
  return at(q) + part * (at(q + 1) - at(q));
}

/**
 * Samples of all nodes that go together as the nodes' errors did: sample s of a node is its quantile at the rank of its
 * s-th error, so each node keeps its own distribution and the nodes their empirical copula (Schaake shuffle; Ben Taieb,
 * Taylor and Hyndman 2021 for hierarchies). Row-major [sample][node][step], as many samples as observations of `errors`
 * ([node][observation], actual minus forecast). The order holds at every step; along the steps a sample keeps its rank.
 * @throws RangeError when the arrays do not fit each other
 */
export function samplesByRanks(base: NodeQuantiles, errors: Float64Array, nodes: number): Float64Array {
  const { probabilities, quantiles, steps } = base;
  const samples = errors.length / nodes;
  if (quantiles.length !== nodes * probabilities.length * steps || !Number.isInteger(samples)) {
    throw new RangeError(
      `${quantiles.length} quantiles and ${errors.length} errors do not fit ${nodes} nodes, ${probabilities.length} probabilities and ${steps} steps.`,
    );
  }
  const out = new Float64Array(samples * nodes * steps);
  for (let v = 0; v < nodes; v++) {
    const ranks = ranksOf(errors.subarray(v * samples, (v + 1) * samples));
    for (let s = 0; s < samples; s++) {
      const p = (ranks[s] + 0.5) / samples;
      for (let k = 0; k < steps; k++) {
        const at = (q: number): number => quantiles[(v * probabilities.length + q) * steps + k];
        out[(s * nodes + v) * steps + k] = quantileAt(probabilities, at, p);
      }
    }
  }
  return out;
}

/**
 * Coherent quantiles of all nodes, row-major [node][probability][step]: every sample ([sample][node][step]) is reconciled, and
 * each node's quantiles are those of its reconciled samples (linear between order statistics at (i + 0.5) / samples).
 */
export function quantilesOfSamples(
  samples: Float64Array,
  shape: { readonly nodes: number; readonly steps: number },
  probabilities: readonly number[],
  reconcile: Reconciler,
): Float64Array {
  const { nodes, steps } = shape;
  const size = nodes * steps;
  const count = samples.length / size;
  const coherent = new Float64Array(samples.length);
  for (let s = 0; s < count; s++) {
    coherent.set(reconcile(samples.subarray(s * size, (s + 1) * size), steps), s * size);
  }
  const places = Array.from({ length: count }, (_, s) => (s + 0.5) / count);
  const out = new Float64Array(nodes * probabilities.length * steps);
  const column = new Float64Array(count);
  for (let v = 0; v < nodes; v++) {
    for (let k = 0; k < steps; k++) {
      for (let s = 0; s < count; s++) column[s] = coherent[s * size + v * steps + k];
      column.sort();
      for (const [q, p] of probabilities.entries()) {
        out[(v * probabilities.length + q) * steps + k] = quantileAt(places, (s) => column[s], p);
      }
    }
  }
  return out;
}
