import { averageBoosters } from '../boost/average.ts';
import type { Booster } from '../boost/booster.ts';
import { type BoosterOptions, DEFAULT_BOOSTER, trainBooster } from '../boost/train-booster.ts';
import type { TrainingTeam } from '../boost/work-sharing.ts';
import { checkOptions } from '../check-options.ts';
import type { ForecastOptions, Panel } from '../contract.ts';
import { classifyDemand } from '../demand/classify-demand.ts';
import { wantsRegressors } from '../models/candidates.ts';
import { regressorsOf } from '../models/regression/regressors.ts';
import { findFault, prepareSeries } from '../prepare-history.ts';
import { combineEvidence } from '../select/combine-series.ts';
import { type BlendEvidence, type BlendPrior, compareForecasts, fitBlendPrior } from './blend.ts';
import { learnDates } from './date-effects.ts';
import { type FeaturePlan, planFeatures } from './feature-plan.ts';
import { PanelForecaster } from './panel-forecaster.ts';
import type { PanelModel, Refit } from './panel-model.ts';
import { measureShift } from './panel-shift.ts';
import { type RowSampling, type SampledRows, sampleRows, type YoungTwins } from './sample-rows.ts';
import { type ErrorSizeModel, trainErrorSize } from './train-error-size.ts';
import { trainYoung, type YoungTraining } from './train-young.ts';

/** Rows of a training and of the choice of the number of trees. */
const TRAINING_ROWS = 100_000;
const VALIDATION_ROWS = 30_000;
const LEAST_ROWS = 300;
/** Series whose back-tests tell how much weight the panel model earns. */
const BLEND_SERIES = 200;
/** What a profile spends on the trainings. */
interface Effort {
  /** Windows at the end that each refit does not see. */
  readonly spans: readonly number[];
  /** Trainings on everything, each on its own draw of rows and features, whose mean forecasts. */
  readonly members: number;
}

const WHOLE_EFFORT: Effort = { spans: [6, 3], members: 3 };
const FAST_EFFORT: Effort = { spans: [6], members: 1 };
/** Largest share of the history that a refit may not see. */
const LONGEST_SPAN = 0.3;
/** Largest weight, over the classes of demand, from which the mean of several trainings is worth its time, and any training is. */
const MEMBERS_WEIGHT = 0.2;
const LEAST_WEIGHT = 0.02;
/**
 * The whole panel has more rows than the part before the span: so many more trees, and each of a larger step; the mean of
 * trainings bears more of them than one. A larger step with as many trees learns what more trees would, in no more time.
 */
const TREES_OF_ONE = 1.1;
const TREES_OF_MEAN = 1.4;
const WHOLE_LEARNING_RATE = 0.08;

const BOOSTER: BoosterOptions = {
  ...DEFAULT_BOOSTER,
  objective: { name: 'tweedie', power: 1.5 },
  trees: 600,
  featureShare: 0.5,
  // The windows that say where to stop are a few weeks that all series share: one rise of the whole shop there and the
  // loss grows from the first tree on, however well the trees tell the series apart. What they earn is weighed later.
  leastTrees: 40,
};

const WHOLE_BOOSTER: BoosterOptions = { ...BOOSTER, learningRate: WHOLE_LEARNING_RATE };

interface Reach {
  /** Length of history that must lie before an origin. Up to twice that length a series is young. */
  readonly least: number;
  /** The oldest target. */
  readonly oldest: number;
  /**
   * Values at the end that a refit does without, at least: where a window is longer, its first steps are evidence enough. Months
   * and quarters want a whole window.
   */
  readonly span?: number;
}

/** In steps. */
const REACH: Partial<Record<ForecastOptions['frequency'], Reach>> = {
  H: { least: 48, oldest: 2000, span: 24 },
  D: { least: 14, oldest: 1100, span: 7 },
  W: { least: 8, oldest: 260, span: 4 },
  M: { least: 12, oldest: 240 },
  Q: { least: 4, oldest: 120 },
};

/** Whether these options may use a panel model at all. */
export const wantsPanelModel = (models: ForecastOptions['models']): boolean =>
  typeof models === 'string' || models.includes('boosted');

/** Median length of the series. */
function medianLength(panel: Panel): number {
  const lengths = Float64Array.from(panel.keys, (_, s) => panel.offsets[s + 1] - panel.offsets[s]).sort();
  return lengths[lengths.length >> 1] ?? 0;
}

/**
 * Trains the panel model of these series: boosters without the last windows, which are judged on them, and then some on
 * everything; where some of the series have hardly begun, others for these. Undefined where there is nothing to gain: too few
 * rows, negative values, a frequency without one, trees that find nothing to split by, or that earn no weight beside the
 * series' own models.
 *
 * Deterministic; it depends on the panel it is given, so a caller who cuts a panel into partitions trains once and gives
 * every partition the same model. With a team several threads share the work, and the bytes stay the same.
 * @throws RangeError when the options are impossible
 * @throws TrainingTeamError when a thread of the team was lost
 */
export function trainPanelModel(
  given: Panel,
  options: ForecastOptions,
  team?: TrainingTeam,
): PanelModel | undefined {
  checkOptions(options);
  const { frequency, seed } = options;
  const reach = REACH[frequency];
  if (!reach || !wantsPanelModel(options.models)) return undefined;
  for (const y of given.values) if (y < 0) return undefined;
  const panel = withoutFaults(given);
  const tested = options.backtest.horizon ?? options.horizon;
  const horizon = Math.max(options.horizon, ...(options.cumulative?.horizons ?? []));
  const length = medianLength(panel);
  const longest = Math.floor(LONGEST_SPAN * length);
  if (longest < Math.min(tested, reach.span ?? tested)) return undefined;
  const effort = options.models === 'fast' ? FAST_EFFORT : WHOLE_EFFORT;
  const spans = [...new Set(effort.spans.map((windows) => Math.min(windows * tested, longest)))];
  const plan = planFeatures(panel, frequency, Math.max(...spans));
  if (!plan) return undefined;
  const draw = (
    newest: number,
    oldest: number,
    rows: number,
    shift: number,
    young?: YoungTwins,
    without?: RowSampling['without'],
    told: FeaturePlan = plan,
  ): SampledRows =>
    sampleRows(panel, told, {
      horizon,
      levelPower: 0.5,
      least: reach.least,
      newest,
      oldest,
      rows,
      seed: seed + shift,
      ...(young ? { young } : {}),
      ...(without ? { without } : {}),
    });
  const trainRefit = (learned: SampledRows, unseen: SampledRows): Booster =>
    trainBooster(learned, { ...BOOSTER, seed }, unseen, team);
  const refits: Refit[] = [];
  let errorSize: ErrorSizeModel | undefined;
  for (const span of spans) {
    const learned = draw(span, reach.oldest + span, TRAINING_ROWS, 0);
    const unseen = draw(0, span, VALIDATION_ROWS, 1);
    if (learned.target.length < LEAST_ROWS || unseen.target.length < LEAST_ROWS / 10) return undefined;
    const booster = trainRefit(learned, unseen);
    if (booster.trees.every(({ feature }) => feature.length === 0)) return undefined;
    refits.push({ span, booster });
    // The first refit did not see the longest span, and so the most of what a year has.
    if (refits.length === 1) errorSize = trainErrorSize(unseen, panel.keys, booster, seed, team);
  }
  const last = refits[refits.length - 1];
  const judged: PanelModel = {
    frequency,
    plan,
    whole: last.booster,
    refits,
    errorSize,
    horizon,
    priors: {},
    rows: 0,
    series: panel.keys.length,
  };
  const priors = fitPriors(panel, judged, options);
  const earned = Math.max(0, ...Object.values(priors).map(({ weight }) => weight));
  const isAlone = Object.keys(priors).length === 0;
  // Where all series have moved, it leads them there even if it has no share of its own.
  const hasMoved = (): boolean => measureShift(panel, judged, options.horizon, length) !== 0;
  if (!isAlone && earned < LEAST_WEIGHT && !hasMoved()) return undefined;
  const most = Math.max(...refits.map(({ booster }) => booster.trees.length));
  const members = isAlone || earned >= MEMBERS_WEIGHT ? effort.members : 1;
  const trees = Math.round(most * (members > 1 ? TREES_OF_MEAN : TREES_OF_ONE));
  let rows = 0;
  const trainWhole = (learned: SampledRows, trees: number, shift: number): Booster =>
    trainBooster(learned, { ...WHOLE_BOOSTER, trees, seed: seed + shift }, undefined, team);
  const train = (member: number): Booster => {
    const shift = 10 * member;
    const everything = draw(0, reach.oldest, TRAINING_ROWS, shift);
    rows += everything.target.length;
    return trainWhole(everything, trees, shift);
  };
  const others = Array.from({ length: members - 1 }, (_, i) => train(i + 1));
  const trained = averageBoosters([train(0), ...others]);
  const shift = measureShift(panel, { ...judged, whole: trained }, options.horizon, length);
  if (!isAlone && earned < LEAST_WEIGHT && shift === 0) return undefined;
  const whole = { ...trained, base: trained.base + shift };
  const trainBlind = (without: RowSampling['without'], told: FeaturePlan): Booster | undefined => {
    const others = draw(0, reach.oldest, TRAINING_ROWS, 3, undefined, without, told);
    if (others.target.length < LEAST_ROWS) return undefined;
    return trainWhole(others, Math.round(most * TREES_OF_ONE), 3);
  };
  const dates = learnDates(panel, { ...judged, whole: trained }, horizon, length, reach.oldest, trainBlind);
  const training: YoungTraining = {
    panel,
    options,
    span: spans[0],
    oldest: reach.oldest,
    longestAge: 2 * reach.least,
    leastRows: LEAST_ROWS,
    members,
    moreTrees: members > 1 ? TREES_OF_MEAN : TREES_OF_ONE,
    draw,
    refit: trainRefit,
    whole: trainWhole,
  };
  const young = trainYoung(training, judged);
  return {
    ...judged,
    whole,
    priors,
    rows,
    ...(shift === 0 ? {} : { shift }),
    ...(dates ? { dates } : {}),
    ...(young ? { young } : {}),
  };
}

/** Series that will not be forecast, because of values that no demand can be, teach the others nothing: unknown throughout. */
function withoutFaults(panel: Panel): Panel {
  let values: Float64Array | undefined;
  for (let s = 0; s < panel.keys.length; s++) {
    const [from, to] = [panel.offsets[s], panel.offsets[s + 1]];
    if (!findFault(panel.values.subarray(from, to))) continue;
    values ??= panel.values.slice();
    values.fill(Number.NaN, from, to);
  }
  return values ? { ...panel, values } : panel;
}

/** Compares the panel model with the models of single series on the back-tests of some series. */
function fitPriors(panel: Panel, model: PanelModel, options: ForecastOptions): Record<string, BlendPrior> {
  if (typeof options.models !== 'string' && options.models.length === 1) return {};
  const tested = options.backtest.horizon ?? options.horizon;
  const forecaster = new PanelForecaster(panel, model, Math.max(tested, model.horizon));
  const byClass = new Map<string, BlendEvidence[]>();
  const step = Math.max(1, panel.keys.length / BLEND_SERIES);
  for (let i = 0; i < panel.keys.length; i += step) {
    const s = Math.floor(i);
    const history = prepareSeries(panel.values.subarray(panel.offsets[s], panel.offsets[s + 1]), options);
    if (!history.ok) continue;
    const { combination, panelEvidence, season } = combineEvidence(
      history,
      options,
      forecaster.candidate(s),
      wantsRegressors(options) ? regressorsOf(panel, s, history.start) : undefined,
    );
    if (!panelEvidence) continue;
    const found = compareForecasts(
      history.values,
      season,
      combination.plan.origins,
      tested,
      combination.evidence,
      panelEvidence,
    );
    const demandClass = classifyDemand(history.values);
    for (const name of ['all', demandClass]) {
      const list = byClass.get(name);
      if (list) list.push(found);
      else byClass.set(name, [found]);
    }
  }
  const priors: Record<string, BlendPrior> = {};
  for (const [name, list] of byClass) priors[name] = fitBlendPrior(list);
  return priors;
}
