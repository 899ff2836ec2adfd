import type { Frequency, Panel } from '../contract.ts';
import { beyondChance, deviationOf } from './beyond-chance.ts';
import { type PanelCandidate, PanelForecaster } from './panel-forecaster.ts';
import type { PanelModel } from './panel-model.ts';
import { weightedSeries } from './weighted-series.ts';

/** Series that tell how far the whole panel lies from its forecast. */
const SERIES = 120;
/** Steps of a window that is compared: whole weeks of days, and the most. */
const WINDOW: Partial<Record<Frequency, { readonly cycle: number; readonly most: number }>> = {
  D: { cycle: 7, most: 21 },
  W: { cycle: 1, most: 6 },
  M: { cycle: 1, most: 4 },
};
/** Parts of the last window, weeks of days, that all must have missed alike: an event that is over is no shift. */
const PARTS = 3;
/** Windows without which nothing says how much a panel lies beside its forecast by chance. */
const LEAST_WINDOWS = 6;
/** Misses of chance deviate at least so much: no panel is forecast more exactly. */
const LEAST_CHANCE = 0.02;
/** The most that a forecast is moved, as a logarithm. */
const LARGEST_SHIFT = Math.log(3);

/** What all series together sold over what was forecast of it, as sums of weighted units. */
interface Misses {
  /** Of each window before the last value, the last one first. */
  readonly sold: Float64Array;
  readonly forecast: Float64Array;
  /** The last window in parts, the oldest first. */
  readonly parts: { readonly sold: Float64Array; readonly forecast: Float64Array };
  /** The steps ahead as forecast now, and as they would have been before the last window. */
  now: number;
  before: number;
}

/**
 * How far all series together lie from what is forecast of them: an intercept correction (Clements and Hendry 1996), as a
 * logarithm that is added to the raw score of every forecast; 0 where nothing tells that they have moved. Trees that learned from
 * two years in which single series came back to their means bring a whole shop back to its own, for months after it moved.
 *
 * The refits forecast window after window that they did not see. What the last one missed, less what the model for the future
 * has learned of it (its forecast of the steps ahead over the one that the refit made before that window), is still to come. It
 * counts where it stands out of how much these misses vary from window to window. `length` is that of most series.
 */
export function measureShift(panel: Panel, model: PanelModel, ahead: number, length: number): number {
  const window = WINDOW[model.frequency];
  const span = Math.max(...model.refits.map((refit) => refit.span));
  if (!window) return 0;
  const { cycle, most } = window;
  const steps = cycle * Math.floor(Math.min(most, span / LEAST_WINDOWS) / cycle);
  // Without the same weeks of the year before among what the refits learned, a shift is not told from a season.
  if (steps < PARTS || length < model.plan.shape.stepsOfYear + span + 2 * steps) return 0;
  const misses = addMisses(panel, model, steps, Math.min(ahead, most), Math.floor(span / steps));
  const missed = Array.from(misses.sold, (sold, w) => Math.log(sold / misses.forecast[w]));
  const learned = Math.log(misses.now / misses.before);
  const left = lastingMiss(misses.parts) - learned;
  if (!Number.isFinite(left)) return 0;
  // What has been learned may be more than was missed, or the opposite of it: then nothing is left.
  if (left * missed[0] <= 0 || Math.abs(left) > Math.abs(missed[0])) return 0;
  const chance = deviationOf(missed, LEAST_WINDOWS - 1);
  if (chance === undefined) return 0;
  const moved = beyondChance(left, Math.max(LEAST_CHANCE, chance));
  return Math.max(-LARGEST_SHIFT, Math.min(LARGEST_SHIFT, moved));
}

/** The miss of the last window that all parts of it share: the least of theirs, and none where one has the other sign. */
function lastingMiss({ sold, forecast }: Misses['parts']): number {
  const missed = Array.from(sold, (one, part) => Math.log(one / forecast[part]));
  const sign = Math.sign(missed[0]);
  return sign * Math.max(0, Math.min(...missed.map((miss) => sign * miss)));
}

function addMisses(panel: Panel, model: PanelModel, steps: number, ahead: number, windows: number): Misses {
  const misses: Misses = {
    sold: new Float64Array(windows),
    forecast: new Float64Array(windows),
    parts: { sold: new Float64Array(PARTS), forecast: new Float64Array(PARTS) },
    now: 0,
    before: 0,
  };
  const forecaster = new PanelForecaster(panel, model, steps + ahead);
  for (const { s, values, weight } of weightedSeries(panel, SERIES)) {
    addSeries(misses, forecaster.candidate(s), values, weight, steps, ahead);
  }
  return misses;
}

function addSeries(
  misses: Misses,
  candidate: PanelCandidate,
  values: Float64Array,
  weight: number,
  steps: number,
  ahead: number,
): void {
  const last = values.length - 1;
  const windows = Math.min(misses.sold.length, Math.floor(last / steps));
  if (windows === 0) return;
  const origins = Array.from({ length: windows }, (_, i) => last - (windows - i) * steps);
  const forecast = new Float64Array(windows * steps);
  if (!candidate.evidence(origins, steps, forecast, forecast.slice())) return;
  for (let i = 0; i < forecast.length; i++) {
    const y = values[origins[0] + 1 + i];
    if (Number.isNaN(y) || Number.isNaN(forecast[i])) continue;
    const window = windows - 1 - Math.floor(i / steps);
    misses.sold[window] += weight * y;
    misses.forecast[window] += weight * forecast[i];
    if (window > 0) continue;
    const part = Math.floor((PARTS * (i % steps)) / steps);
    misses.parts.sold[part] += weight * y;
    misses.parts.forecast[part] += weight * forecast[i];
  }
  const before = new Float64Array(steps + ahead);
  candidate.evidence([last - steps], steps + ahead, before, before.slice());
  const now = new Float64Array(ahead);
  candidate.final(ahead, now, now.slice());
  for (let k = 0; k < ahead; k++) {
    misses.before += weight * before[steps + k];
    misses.now += weight * now[k];
  }
}
