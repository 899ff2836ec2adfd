import type { ForecastOptions, ModelWeight } from '../contract.ts';
import type { Regressors } from '../models/regression/regressors.ts';
import type { PanelCandidate } from '../panel-model/panel-forecaster.ts';
import { PANEL_MODEL } from '../panel-model/panel-model.ts';
import type { History } from '../prepare-history.ts';
import { blendPanel } from '../select/blend-panel.ts';
import { combineInPieces, type SeriesCombination } from '../select/combine-series.ts';
import { isMeasure, measureLoss } from '../select/combine-weights.ts';

/** Which models share a forecast, and which were tried beside them. */
export interface MixExplanation {
  /**
   * Every model that was tried, the largest weight first, then by loss. A loss is that of the back-test relative to the
   * best of the series' own models (1 = as good); NaN where there was none. Weights sum to 1; 0 = tried and left out.
   */
  readonly models: readonly ModelWeight[];
  /** Set when a simpler model stands in for the wanted one. */
  readonly standIn?: { readonly wanted: string; readonly reason: string };
  /**
   * Set where the series' own models follow the year before, which they have no memory of: their sum over the horizon over
   * what it is without (1.2 = a fifth more).
   */
  readonly yearFactor?: number;
  /** Set where the series has hardly begun and the boosted model has a share: the known values, whose worth it reads from the first ones of others. */
  readonly young?: number;
  readonly demandClass: string;
}

/**
 * Loss of the panel model in the units of the own models' losses. It has honest forecasts of the latest windows alone: on
 * those it is compared with the best of the own models, whose absolute and squared losses `combination.best` tells of all
 * windows, by way of the own models' combination.
 */
function panelLoss(values: Float64Array, { combination, tested, panelEvidence }: SeriesCombination): number {
  if (!panelEvidence) return Number.NaN;
  const { best, evidence } = combination;
  const all = combination.plan.origins;
  const covered = Array.from(all.keys()).filter((r) => !Number.isNaN(panelEvidence[r * tested]));
  if (covered.length === 0 || !isMeasure(best)) return Number.NaN;
  const origins = Int32Array.from(covered, (r) => all[r]);
  const rowsOf = (forecasts: Float64Array): Float64Array =>
    Float64Array.from({ length: covered.length * tested }, (_, i) => {
      const r = covered[Math.floor(i / tested)];
      return forecasts[r * tested + (i % tested)];
    });
  const ours = measureLoss(values, all, tested, evidence);
  const oursThere = measureLoss(values, origins, tested, rowsOf(evidence));
  const panel = measureLoss(values, origins, tested, rowsOf(panelEvidence));
  const absolute = (panel.absolute / oursThere.absolute) * (ours.absolute / best.absolute);
  const squared = (panel.squared / oursThere.squared) * (ours.squared / best.squared);
  return 0.5 * absolute + 0.5 * Math.sqrt(squared);
}

/** Of several variants with one name the best. */
function bestByName(models: readonly ModelWeight[]): ModelWeight[] {
  const rank = ({ loss }: ModelWeight): number => (Number.isNaN(loss) ? Number.POSITIVE_INFINITY : loss);
  const byName = new Map<string, ModelWeight>();
  for (const one of models) {
    const other = byName.get(one.model);
    if (!other || rank(one) < rank(other)) byName.set(one.model, one);
  }
  return [...byName.values()].sort((a, b) => rank(a) - rank(b) || (a.model < b.model ? -1 : 1));
}

/** Races the models of one series again, as `forecastSeries` does, and keeps the losers as well; yields after each training. */
export function* explainMix(
  history: History,
  options: ForecastOptions,
  panel?: PanelCandidate,
  regressors?: Regressors,
): Generator<void, MixExplanation> {
  const own = yield* combineInPieces(history, options, panel, regressors);
  const delivered = panel ? blendPanel(history, own, panel, options.models) : own.combination;
  const loss = panelLoss(history.values, own);
  const given = new Set(delivered.weights.map(({ model }) => model));
  const { weights, left: lost, standIn } = own.combination;
  // A stand-in was not tried, it was what remained.
  const tried: ModelWeight[] = [...(standIn ? [] : weights), ...lost];
  if (panel) tried.push({ model: PANEL_MODEL, weight: 0, loss });
  const left = tried.filter(({ model }) => !given.has(model)).map((one) => ({ ...one, weight: 0 }));
  return {
    models: [
      ...delivered.weights.map((one) => (one.model === PANEL_MODEL ? { ...one, loss } : one)),
      ...bestByName(left),
    ],
    ...(delivered.standIn ? { standIn: delivered.standIn } : {}),
    ...(own.combination.yearFactor === undefined ? {} : { yearFactor: own.combination.yearFactor }),
    ...(panel?.young !== undefined && given.has(PANEL_MODEL) ? { young: panel.young } : {}),
    demandClass: own.demandClass,
  };
}
