import type { FeatureMatrix } from '../boost/bin-columns.ts';
import type { LabelledRows } from '../boost/training-data.ts';
import type { Panel } from '../contract.ts';
import { createRandom } from '../random/random.ts';
import { calendarOf } from './calendar.ts';
import type { FeaturePlan } from './feature-plan.ts';
import { FeatureWriter } from './feature-writer.ts';
import { frameFrom, frameSeries, type SeriesFrame } from './series-frame.ts';

export interface RowSampling {
  readonly horizon: number;
  /** Targets lie in (from, to] counted back from the last value: 0 = the last one. Both at least 0. */
  readonly newest: number;
  readonly oldest: number;
  /** About how many rows are drawn. */
  readonly rows: number;
  readonly seed: number;
  /** A row weighs the level of its series to this power: between 0 (all series alike) and 2 (all units alike). */
  readonly levelPower: number;
  /** Length of history that must lie before an origin. */
  readonly least: number;
  /** Whether targets so many steps before the last value are left out. */
  readonly without?: (back: number) => boolean;
  /** Young twins of the rows; none without it. */
  readonly young?: YoungTwins;
}

/** Rows as they are, and some of them once more as seen by a series that has hardly begun: the same day, most of the past hidden. */
export interface YoungTwins {
  /** Of the rows, how many have a twin: 0 .. 1. */
  readonly share: number;
  /** Steps from the first value of a twin to its origin, at most. */
  readonly longestAge: number;
}

/** Of the twins, the share that begins with a sale, as a launch does; the others begin anywhere. */
const BEGINS_WITH_SALE = 0.5;

/** Rows that are drawn, each with the place of its series in the panel. */
export interface SampledRows extends LabelledRows {
  readonly series: Int32Array;
}

/** Largest weight of a row beside the mean one: a typing error of a million in a slow mover must not drown all other series. */
const LARGEST_WEIGHT = 10;
/** Largest target in levels; what lies beyond is taken for this. */
const LARGEST_RATIO = 50;

/**
 * Draws training rows from a panel: targets uniformly among the known values of the span, each seen from an origin 1 ..
 * horizon steps before. A series' draws depend on its key and the seed only.
 */
export function sampleRows(panel: Panel, plan: FeaturePlan, sampling: RowSampling): SampledRows {
  const { horizon, newest, oldest, least, seed, young, without } = sampling;
  const copies = 1 + (young?.share ?? 0);
  const { offsets, keys } = panel;
  let candidates = 0;
  let longest = 0;
  for (let s = 0; s < keys.length; s++) {
    const n = offsets[s + 1] - offsets[s];
    if (n > longest) longest = n;
    candidates += Math.max(0, n - newest - Math.max(n - oldest, least));
  }
  const share = Math.min(1, sampling.rows / Math.max(1, candidates * copies));
  const calendar = calendarOf(panel, plan.frequency, 1 - longest, horizon);
  const writer = new FeatureWriter(plan, calendar);
  const { width } = writer;
  let room = Math.ceil(candidates * share * copies * 1.02 + 100);
  let flat = new Float32Array(room * width);
  const target: number[] = [];
  const level: number[] = [];
  const series: number[] = [];
  const add = (s: number, frame: SeriesFrame, origin: number, step: number, y: number): void => {
    const scale = writer.begin(frame, origin);
    if (scale === 0) return;
    if (target.length === room) {
      room = Math.ceil(room * 1.3);
      const larger = new Float32Array(room * width);
      larger.set(flat);
      flat = larger;
    }
    writer.write(step, flat, target.length * width);
    target.push(Math.min(LARGEST_RATIO, y / scale));
    level.push(scale);
    series.push(s);
  };
  for (let s = 0; s < keys.length; s++) {
    const n = offsets[s + 1] - offsets[s];
    const from = Math.max(n - oldest, least);
    if (n - newest <= from) continue;
    const frame = frameSeries(panel, s, plan);
    const random = createRandom(seed, keys[s]);
    for (let t = from; t < n - newest; t++) {
      const draw = random();
      const step = 1 + Math.floor(random() * Math.min(horizon, t + 1 - least));
      if (draw >= share) continue;
      if (without?.(n - 1 - t)) continue;
      const y = frame.values[t];
      if (Number.isNaN(y)) continue;
      add(s, frame, t - step, step, y);
      if (!young || random() >= young.share) continue;
      const start = drawStart(frame, t - step, young.longestAge, random);
      add(s, frameFrom(frame, start), t - step - start, step, y);
    }
  }
  return {
    features: transpose(flat, target.length, plan),
    target: Float32Array.from(target),
    weight: levelWeights(level, sampling.levelPower),
    series: Int32Array.from(series),
  };
}

/** Where a series begins that ends at `origin` and is young: ages of 1 .. `longest` are alike on the logarithmic scale. */
export function drawStart(frame: SeriesFrame, origin: number, longest: number, random: () => number): number {
  const age = Math.floor((longest + 1) ** random());
  const beginsWithSale = random() < BEGINS_WITH_SALE;
  let start = Math.max(0, origin + 1 - age);
  if (beginsWithSale) while (start < origin && !(frame.values[start] > 0)) start++;
  return start;
}

function transpose(flat: Float32Array, rows: number, plan: FeaturePlan): FeatureMatrix {
  const width = plan.features.length;
  const columns = plan.features.map((_, f) => {
    const column = new Float32Array(rows);
    for (let i = 0; i < rows; i++) column[i] = flat[i * width + f];
    return column;
  });
  return {
    rows,
    columns,
    categorical: plan.features.map((feature) => feature.categorical),
    directions: plan.features.map(({ direction }) => direction ?? 0),
  };
}

/** Weights around 1: the level to a power, over the mean of these. */
function levelWeights(level: readonly number[], power: number): Float32Array {
  const weights = Float32Array.from(level, (one) => one ** power);
  let sum = 0;
  for (const weight of weights) sum += weight;
  const mean = sum / Math.max(1, weights.length);
  for (let i = 0; i < weights.length; i++) weights[i] = Math.min(LARGEST_WEIGHT, weights[i] / mean);
  return weights;
}
