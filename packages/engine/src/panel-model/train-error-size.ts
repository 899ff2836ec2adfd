import type { Booster } from '../boost/booster.ts';
import { packForest, predictRow } from '../boost/forest.ts';
import { type BoosterOptions, DEFAULT_BOOSTER, trainBooster } from '../boost/train-booster.ts';
import type { LabelledRows } from '../boost/training-data.ts';
import type { TrainingTeam } from '../boost/work-sharing.ts';
import { spreadAt } from '../quantiles/residual-distribution.ts';
import { hashText } from '../random/random.ts';
import type { SampledRows } from './sample-rows.ts';

/**
 * How large errors are on a step beside the usual ones of its series, by what is known of the step: 1 = as usual. Each
 * booster learned from one half of the series; the other half asks it, so that no series is told its own errors.
 */
export type ErrorSizeModel = readonly [Booster, Booster];

/** Half of the panel that a series belongs to. */
export const halfOf = (key: string): 0 | 1 => (hashText(key, 7) & 1) as 0 | 1;

/** The booster that a series asks. */
export const errorSizeFor = (model: ErrorSizeModel, key: string): Booster => model[1 - halfOf(key)];

const BOOSTER: BoosterOptions = {
  ...DEFAULT_BOOSTER,
  objective: { name: 'tweedie', power: 1.5 },
  trees: 75,
  learningRate: 0.1,
  leaves: 8,
  depth: 4,
  minRows: 100,
  lambda: 10,
  featureShare: 0.5,
  patience: 8,
};
const LEAST_ROWS = 250;
/** Feature 0 is the step ahead. What it does to errors is fitted series by series (`fitErrorScale`), so no tree may ask it. */
const STEP_FEATURE = 0;
/** Least forecast, in levels of its series, for the spread of errors that grow with the forecast. */
const FLOOR = 0.05;
/** An error this many times the mean one counts as no larger. */
const LARGEST_SIZE = 8;
const GROWTHS = [0, 0.1, 0.2, 0.3];
const POWERS = [0, 0.5, 1];

/**
 * Trains on the absolute errors of a refit on rows that it did not see (Davidian & Carroll 1987): after a fitted growth
 * over the steps and with the forecast is taken out, boosted trees say what is left by calendar, prices, promotions and
 * the state of the series. Undefined where the errors of one half of the series tell nothing of the other's.
 * @throws TrainingTeamError when a thread of the team was lost
 */
export function trainErrorSize(
  unseen: SampledRows,
  keys: readonly string[],
  refit: Booster,
  seed: number,
  team?: TrainingTeam,
): ErrorSizeModel | undefined {
  const forecast = predictRows(unseen, refit);
  const sizes = relativeSizes(unseen, forecast);
  const halves = keys.map(halfOf);
  const rowsOf = (half: 0 | 1): LabelledRows => {
    const places = Int32Array.from(sizes.keys()).filter((i) => halves[unseen.series[i]] === half);
    return pickRows(unseen, sizes, places);
  };
  const rows = [rowsOf(0), rowsOf(1)] as const;
  if (rows.some(({ target }) => target.length < LEAST_ROWS)) return undefined;
  const train = (half: 0 | 1): Booster =>
    trainBooster(rows[half], { ...BOOSTER, seed }, rows[1 - half], team);
  const model = [train(0), train(1)] as const;
  return model.every(({ trees }) => trees.length > 0) ? model : undefined;
}

/** Forecasts of rows that lie by columns, in levels. */
function predictRows({ features, target }: LabelledRows, booster: Booster): Float64Array {
  const forest = packForest(booster);
  const row = new Float32Array(features.columns.length);
  const forecast = new Float64Array(target.length);
  for (let i = 0; i < forecast.length; i++) {
    for (let f = 0; f < row.length; f++) row[f] = features.columns[f][i];
    forecast[i] = predictRow(forest, row);
  }
  return forecast;
}

/** Absolute errors over their spread by the growth and power of the largest Laplace likelihood, their mean 1. */
function relativeSizes({ features, target }: LabelledRows, forecast: Float64Array): Float32Array {
  const steps = features.columns[STEP_FEATURE];
  const rows = target.length;
  let best = new Float32Array(rows);
  let least = Number.POSITIVE_INFINITY;
  for (const power of POWERS) {
    for (const growth of GROWTHS) {
      const sizes = new Float32Array(rows);
      let sum = 0;
      let log = 0;
      for (let i = 0; i < rows; i++) {
        const spread = spreadAt(forecast[i], power, FLOOR) * steps[i] ** growth;
        sizes[i] = Math.abs(target[i] - forecast[i]) / spread;
        sum += sizes[i];
        log += Math.log(spread);
      }
      const loss = Math.log(sum / rows) + log / rows;
      // a refit without any error has no size of one
      if (!(sum > 0) || !(loss < least)) continue;
      least = loss;
      best = sizes.map((size) => Math.min(LARGEST_SIZE, (size * rows) / sum));
    }
  }
  return best;
}

/** Some of the rows, with another target, all of one weight. */
function pickRows({ features }: LabelledRows, target: Float32Array, places: Int32Array): LabelledRows {
  const pick = (column: Float32Array): Float32Array => Float32Array.from(places, (i) => column[i]);
  // A higher price sells less, but nothing says that it sells more surely.
  const { directions: _, ...others } = features;
  return {
    features: {
      ...others,
      rows: places.length,
      columns: features.columns.map((column, f) =>
        f === STEP_FEATURE ? new Float32Array(places.length) : pick(column),
      ),
    },
    target: pick(target),
    weight: new Float32Array(places.length).fill(1),
  };
}
