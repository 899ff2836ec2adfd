import { knownMean } from '../models/known-count.ts';
import type { Errors } from './residual-distribution.ts';

/** Windows say nothing of a level that is this many times theirs, where theirs is as far below the usual one. */
const OTHER_LEVEL = 0.3;
/** Values on each side, a cycle apart, that tell what a value should have been. */
const NEIGHBOURS = 2;
/** Cycles of such values that tell how far they scatter. */
const LEAST_CYCLES = 2;
/** Beside the usual level of the series, the most at which windows lie out of season. */
const OUT_OF_SEASON = 0.6;
/** Relative error of what was never seen at its level. */
const UNSEEN = 0.5;

/** Mean forecast of the windows' known steps. */
const knownForecasts = ({ errors, forecasts }: Errors): number =>
  knownMean(forecasts.map((f, i) => (Number.isNaN(errors[i]) ? Number.NaN : f)));

/** Mean of the values one and two cycles before and after step `t`, NaN where fewer than two are known, and how many are. */
function neighboursOf(
  values: Float64Array,
  t: number,
  cycle: number,
): readonly [mean: number, known: number] {
  let sum = 0;
  let known = 0;
  for (let i = -NEIGHBOURS; i <= NEIGHBOURS; i++) {
    const y = i === 0 ? Number.NaN : values[t + i * cycle];
    if (y === undefined || Number.isNaN(y)) continue;
    sum += y;
    known++;
  }
  return [known > 1 ? sum / known : Number.NaN, known];
}

/** Errors of steps whose forecast is `least` or more; the others have those of the windows. */
export interface SeasonErrors {
  readonly evidence: Errors;
  readonly least: number;
}

/**
 * Errors for a season that begins: where all windows of the back-test lie in months in which next to nothing is sold, they were
 * right all the time and say nothing of the weeks ahead. The windows' errors at a level like that ahead are kept; beside them
 * stands how far the values of earlier seasons lie from their neighbours a cycle before and after. Where there were none, half of
 * the level, or what chance does to a count (`unit` units make a value of 1). All are of the usual size (`sizes`).
 * @returns undefined where the windows do tell of the level ahead
 */
export function errorsInSeason(
  evidence: Errors,
  values: Float64Array,
  mean: Float64Array,
  cycle: number,
  unit: number | undefined,
): SeasonErrors | undefined {
  const ahead = knownMean(mean);
  const least = OTHER_LEVEL * ahead;
  const level = knownForecasts(evidence);
  if (!(level < least && level < OUT_OF_SEASON * knownMean(values))) return undefined;
  const { horizon } = evidence;
  let errors: number[] = [];
  let forecasts: number[] = [];
  for (let t = 0; t < values.length; t++) {
    const [expected, known] = neighboursOf(values, t, cycle);
    const error = values[t] - expected;
    if (!(expected >= least) || Number.isNaN(error)) continue;
    // the mean of the neighbours errs too
    errors.push(error * Math.sqrt(known / (known + 1)));
    forecasts.push(expected);
  }
  if (errors.length < LEAST_CYCLES * cycle) {
    const size = unit === undefined ? UNSEEN * ahead : Math.sqrt(ahead / unit);
    // up and down on the steps of a whole window, so that errors that grow with the step are as large in the mean
    errors = Array.from({ length: 2 * horizon }, (_, i) =>
      (Math.floor(i / horizon) + (i % 2)) % 2 === 0 ? -size : size,
    );
    forecasts = errors.map(() => ahead);
  }
  const room = evidence.errors.length + horizon * Math.ceil(errors.length / horizon);
  const extend = (old: Float64Array, more: readonly number[], rest: number): Float64Array => {
    const longer = new Float64Array(room).fill(rest);
    longer.set(old);
    longer.set(more, old.length);
    return longer;
  };
  const kept = evidence.errors.map((e, i) => (evidence.forecasts[i] < least ? Number.NaN : e));
  const inSeason = {
    ...evidence,
    errors: extend(kept, errors, Number.NaN),
    forecasts: extend(evidence.forecasts, forecasts, 0),
    // What is known of a day was compared with days on which next to nothing is sold.
    sizes: new Float64Array(room).fill(1),
  };
  return { evidence: inSeason, least };
}
