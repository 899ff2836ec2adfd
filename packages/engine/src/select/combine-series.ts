import type { ForecastOptions } from '../contract.ts';
import { classifyDemand, type DemandClass } from '../demand/classify-demand.ts';
import { finish } from '../finish.ts';
import { seasonalityOf } from '../frequency.ts';
import { selectCandidates } from '../models/candidates.ts';
import { kindOfModel } from '../models/kind-of-model.ts';
import type { ModelContext } from '../models/model.ts';
import type { Regressors } from '../models/regression/regressors.ts';
import type { PanelCandidate } from '../panel-model/panel-forecaster.ts';
import type { History } from '../prepare-history.ts';
import { type Combination, combineModels } from './combine-models.ts';
import { EVIDENCE_ORIGINS, planWindows } from './plan-windows.ts';
import { fitYearProfile, type YearProfile } from './year-profile.ts';

/** Evidence of `fast` beside a panel model, whose forecast of an origin is the dearest of all. */
const FAST_ORIGINS = 6;

/** The models of one series, combined, and what the panel model says on the same windows. */
export interface SeriesCombination {
  readonly combination: Combination;
  readonly demandClass: DemandClass;
  readonly season: number;
  /** Length of a back-test window. */
  readonly tested: number;
  /** Steps forecast: the horizon, or the longest sum that is asked for; 0 = the evidence alone. */
  readonly steps: number;
  /** The panel model on every window, in the history's scale; NaN where it has no honest forecast. */
  readonly panelEvidence?: Float64Array;
  /** How large its errors are on every window beside the usual ones of the series, 1 = as usual. */
  readonly panelErrorSize?: Float64Array;
}

/**
 * Plans the back-test of one series and races its own models; yields after each training. Without a `future` there is the
 * evidence alone, and no training on the whole history.
 */
export function* combineInPieces(
  history: History,
  options: ForecastOptions,
  panel?: PanelCandidate,
  regressors?: Regressors,
  future = true,
): Generator<void, SeriesCombination> {
  const { values, unit } = history;
  const demandClass = classifyDemand(values);
  const tested = options.backtest.horizon ?? options.horizon;
  const isQuick = panel !== undefined && options.models === 'fast';
  const context: ModelContext = {
    ...seasonalityOf(options.frequency),
    fits: new Map(),
    regressors,
    ...(isQuick ? {} : { horizon: tested }),
  };
  const steps = future ? Math.max(options.horizon, ...(options.cumulative?.horizons ?? [])) : 0;
  const minimum = leastHistory(values.length, context.season, tested);
  const { windows, step } = options.backtest;
  const most = isQuick ? FAST_ORIGINS : EVIDENCE_ORIGINS;
  const plan = planWindows(values.length, minimum, tested, windows, step, most);
  const candidates = selectCandidates(options.models, context, demandClass, panel !== undefined);
  const raced = yield* combineModels(values, history.nonNegative, context, candidates, plan, tested, steps);
  const profile = isProfiled(history, options, raced) ? fitYearProfile(values) : undefined;
  const combination = profile ? followYear(raced, profile, values.length - 1, tested) : raced;
  const result = { combination, demandClass, season: context.season, tested, steps };
  if (!panel) return result;
  const panelEvidence = new Float64Array(plan.origins.length * tested);
  const panelErrorSize = new Float64Array(plan.origins.length * tested).fill(1);
  const origins = plan.origins.map((origin) => origin + history.start);
  if (!panel.evidence(origins, tested, panelEvidence, panelErrorSize)) return result;
  for (let i = 0; i < panelEvidence.length; i++) panelEvidence[i] /= unit;
  fillUnknown(panelErrorSize, panelEvidence);
  return { ...result, panelEvidence, panelErrorSize };
}

/**
 * Values before the first window: two fifths of the history, or what serves the longest season. A history of two seasons or more
 * sees one before it, if a whole window is left: of two years of months two fifths are too few to repeat the year before.
 */
function leastHistory(length: number, season: number, tested: number): number {
  const some = Math.min(Math.max(3, Math.ceil(0.4 * length)), Math.max(2 * season + 2, 4 * tested, 8));
  const isTwice = length >= 2 * season && length > season + tested;
  return isTwice ? Math.max(some, season + 1) : some;
}

/**
 * Whether a combination may follow the year before: models by name are as asked for, and effects of known columns may be
 * those of the year's events already.
 */
const isProfiled = (
  history: History,
  { models, frequency }: ForecastOptions,
  { weights }: Combination,
): boolean =>
  typeof models === 'string' &&
  frequency === 'D' &&
  history.nonNegative &&
  !weights.some(({ model }) => kindOfModel(model) === 'ets-regression');

/** The combination as the year before has it: none of the models of days has a memory of one. */
function followYear(raced: Combination, profile: YearProfile, last: number, tested: number): Combination {
  const { origins } = raced.plan;
  const mean = raced.mean.map((f, k) => f * profile.at(last, k + 1));
  const evidence = raced.evidence.map(
    (f, i) => f * profile.at(origins[Math.floor(i / tested)], (i % tested) + 1),
  );
  const total = (forecast: Float64Array): number => forecast.reduce((sum, f) => sum + f, 0);
  const without = total(raced.mean);
  return { ...raced, mean, evidence, yearFactor: without > 0 ? total(mean) / without : 1 };
}

/** Windows that the panel model has no forecast of had errors as the others, in the geometric mean. */
function fillUnknown(errorSize: Float64Array, panelEvidence: Float64Array): void {
  const usual = usualSize(errorSize, panelEvidence);
  for (let i = 0; i < errorSize.length; i++) if (Number.isNaN(panelEvidence[i])) errorSize[i] = usual;
}

function usualSize(errorSize: Float64Array, panelEvidence: Float64Array): number {
  let sum = 0;
  let known = 0;
  for (let i = 0; i < errorSize.length; i++) {
    if (Number.isNaN(panelEvidence[i])) continue;
    sum += Math.log(errorSize[i]);
    known++;
  }
  return known > 0 ? Math.exp(sum / known) : 1;
}

/** The evidence of `combineInPieces`, in one. */
export const combineEvidence = (
  history: History,
  options: ForecastOptions,
  panel?: PanelCandidate,
  regressors?: Regressors,
): SeriesCombination => finish(combineInPieces(history, options, panel, regressors, false));
