import { meanSquaredDifference } from '@ordernimbus/cli/accuracy';
import type { TruthSeries } from '../sets/bench-set.ts';

/** What all series of a set sold together; they end at the same step, whenever they began. */
export function sumSeries(series: readonly TruthSeries[]): { history: Float64Array; actual: Float64Array } {
  const length = Math.max(...series.map(({ history }) => history.length));
  const history = new Float64Array(length);
  const actual = new Float64Array(series[0]?.actual.length ?? 0);
  for (const one of series) {
    const offset = length - one.history.length;
    for (let t = 0; t < one.history.length; t++) {
      history[offset + t] = (history[offset + t] as number) + (one.history[t] as number);
    }
    for (let k = 0; k < actual.length; k++) {
      actual[k] = (actual[k] as number) + (one.actual[k] as number);
    }
  }
  return { history, actual };
}

/** Root of (mean squared error / mean squared one-step difference of the history after its first sale), as in the M5. */
export function rmsseOf(truth: Pick<TruthSeries, 'history' | 'actual'>, forecast: ArrayLike<number>): number {
  let squares = 0;
  for (let k = 0; k < truth.actual.length; k++) {
    squares += ((forecast[k] as number) - (truth.actual[k] as number)) ** 2;
  }
  return Math.sqrt(squares / truth.actual.length / meanSquaredDifference(truth.history));
}
