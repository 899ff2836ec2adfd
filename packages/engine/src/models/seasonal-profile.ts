import type { Model, TrainedModel } from './model.ts';

const ALPHAS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.35];
/** Cycles' worth of an even profile mixed into the one seen. */
const SHRINKAGE = 2;
const SMALLEST_FACTOR = 0.02;

/** Factor of each place of the cycle: sum of values over sum of the centred averages around them, shrunk towards 1. */
function profileFactors(values: Float64Array, cycle: number): Float64Array {
  const n = values.length;
  const sums = new Float64Array(cycle);
  const levels = new Float64Array(cycle);
  const half = cycle >> 1;
  let windowSum = 0;
  let windowCount = 0;
  let total = 0;
  let known = 0;
  for (let t = 0; t < n; t++) {
    if (!Number.isNaN(values[t])) {
      total += values[t];
      known++;
      if (t < cycle) {
        windowSum += values[t];
        windowCount++;
      }
    }
  }
  for (let t = half; t - half + cycle <= n; t++) {
    const first = t - half;
    if (!Number.isNaN(values[t]) && windowCount > 0) {
      sums[t % cycle] += values[t];
      levels[t % cycle] += windowSum / windowCount;
    }
    if (!Number.isNaN(values[first])) {
      windowSum -= values[first];
      windowCount--;
    }
    if (first + cycle < n && !Number.isNaN(values[first + cycle])) {
      windowSum += values[first + cycle];
      windowCount++;
    }
  }
  const even = (SHRINKAGE * total) / Math.max(1, known);
  let mean = 0;
  for (let j = 0; j < cycle; j++) {
    const level = levels[j] + even;
    sums[j] = level > 0 ? Math.max(SMALLEST_FACTOR, (sums[j] + even) / level) : 1;
    mean += sums[j] / cycle;
  }
  for (let j = 0; j < cycle; j++) sums[j] /= mean;
  return sums;
}

/**
 * A level smoothed exponentially under a fixed profile of the cycle. The profile rests on the whole history, so it stays
 * usable where single cycles are too sparse or too noisy to be repeated.
 */
export function createSeasonalProfile(cycle: number): Model {
  const label = `seasonal-profile(${cycle})`;
  return {
    name: 'seasonal-profile',
    fits(values) {
      if (values.length < 2 * cycle + 2) return false;
      for (let t = 0; t < values.length; t++) if (values[t] < 0) return false;
      return true;
    },
    train(values): TrainedModel {
      const factors = profileFactors(values, cycle);
      let start = 0;
      let count = 0;
      for (let t = 0; t < Math.min(values.length, 2 * cycle); t++) {
        if (Number.isNaN(values[t])) continue;
        start += values[t] / factors[t % cycle];
        count++;
      }
      start = count > 0 ? start / count : 0;
      let best = { alpha: 0.1, squares: Number.POSITIVE_INFINITY };
      for (const alpha of ALPHAS) {
        let level = start;
        let squares = 0;
        for (let t = 0, place = 0; t < values.length; t++) {
          const factor = factors[place];
          if (++place === cycle) place = 0;
          const e = values[t] - level * factor;
          if (Number.isNaN(e)) continue;
          squares += e * e;
          level += (alpha * e) / Math.max(0.2, factor);
        }
        if (squares < best.squares) best = { alpha, squares };
      }
      return {
        label,
        parameters: cycle + 1,
        predict(all, origins, horizon, out) {
          let level = start;
          let t = 0;
          for (let r = 0; r < origins.length; r++) {
            for (; t <= origins[r]; t++) {
              const factor = factors[t % cycle];
              const e = all[t] - level * factor;
              if (!Number.isNaN(e)) level += (best.alpha * e) / Math.max(0.2, factor);
            }
            for (let k = 0; k < horizon; k++) {
              out[r * horizon + k] = Math.max(0, level) * factors[(origins[r] + 1 + k) % cycle];
            }
          }
        },
      };
    },
  };
}
