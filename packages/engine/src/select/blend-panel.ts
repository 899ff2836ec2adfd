import type { ForecastOptions, ModelWeight } from '../contract.ts';
import { kindOfModel } from '../models/kind-of-model.ts';
import { blendWeight, compareForecasts, raiseOdds } from '../panel-model/blend.ts';
import type { PanelCandidate } from '../panel-model/panel-forecaster.ts';
import { PANEL_MODEL } from '../panel-model/panel-model.ts';
import type { History } from '../prepare-history.ts';
import { type Combination, labelOf } from './combine-models.ts';
import type { SeriesCombination } from './combine-series.ts';
import { isMeasure, measureLoss } from './combine-weights.ts';

/** A part below this share is left out: it costs an explanation and changes nothing. */
const LEAST_SHARE = 0.03;

/** Puts the panel model beside a series' own models, with the weight that both the series and the panel support. */
export function blendPanel(
  history: History,
  own: SeriesCombination,
  panel: PanelCandidate,
  models: ForecastOptions['models'],
): Combination {
  const { combination, demandClass, tested, steps, panelEvidence } = own;
  const { values, unit } = history;
  const { origins } = combination.plan;
  const alone = typeof models !== 'string' && models.every((name) => name === PANEL_MODEL);
  let weight = 1;
  if (!alone) {
    const prior = panel.prior(demandClass);
    const independent = origins.length > 0 ? (values.length - 1 - origins[0]) / tested : 0;
    weight = raiseOdds(
      panelEvidence
        ? blendWeight(
            compareForecasts(values, own.season, origins, tested, combination.evidence, panelEvidence),
            prior,
            independent,
          )
        : prior.weight,
    );
    if (weight < LEAST_SHARE) {
      if (panel.shift === 0 && !panel.dates) return combination;
      weight = 0;
    }
    if (weight > 1 - LEAST_SHARE) weight = 1;
  }
  const future = new Float64Array(steps);
  const futureSize = new Float64Array(steps).fill(1);
  panel.final(steps, future, futureSize);
  const followed = followPanel(combination, future, unit, panel);
  if (weight === 0) return { ...combination, mean: followed };
  const mean = followed.map((local, k) => (1 - weight) * local + (weight * future[k]) / unit);
  const evidence = mixEvidence(combination.evidence, panelEvidence, weight);
  // What is known of a step tells the size of the panel model's errors: as far as that has a say, it tells that of the mixture's.
  const errorSize = own.panelErrorSize && {
    evidence: temperSizes(own.panelErrorSize, weight),
    future: temperSizes(futureSize, weight),
  };
  const weights: ModelWeight[] = [
    ...(weight < 1
      ? combination.weights.map((part) => ({ ...part, weight: part.weight * (1 - weight) }))
      : []),
    { model: PANEL_MODEL, weight, loss: lossBeside(values, own) },
  ].sort((a, b) => b.weight - a.weight);
  return {
    ...combination,
    label: labelOf(weights),
    weights,
    mean,
    evidence,
    ...(errorSize ? { errorSize } : {}),
    ...(weight === 1 ? { standIn: undefined } : {}),
  };
}

/** Both on every window; the own models' alone where the panel's has no honest forecast. */
function mixEvidence(own: Float64Array, panel: Float64Array | undefined, weight: number): Float64Array {
  const mixed = own.slice();
  if (!panel) return mixed;
  for (let i = 0; i < mixed.length; i++) {
    if (!Number.isNaN(panel[i])) mixed[i] = (1 - weight) * own[i] + weight * panel[i];
  }
  return mixed;
}

/** Sizes to the power `weight`. Where the panel's model has no forecast they are all alike, and a power is dear. */
function temperSizes(sizes: Float64Array, weight: number): Float64Array {
  if (weight === 1) return sizes;
  const tempered = new Float64Array(sizes.length);
  let before = Number.NaN;
  let last = Number.NaN;
  for (let i = 0; i < sizes.length; i++) {
    if (sizes[i] !== before) {
      before = sizes[i];
      last = before ** weight;
    }
    tempered[i] = last;
  }
  return tempered;
}

/** The own models' forecast with what only all series together tell: how far they have moved, and what a date needs. */
function followPanel(
  combination: Combination,
  future: Float64Array,
  unit: number,
  { shift, dates }: PanelCandidate,
): Float64Array {
  // The dates are no part of its level.
  const panel = dates ? future.map((one, k) => one * Math.exp(-(dates.whole[k] ?? 0))) : future;
  const level = followShift(combination.mean, panel, unit, shift);
  const needed = knowsYear(combination) ? undefined : dates?.unaware;
  return combination.mean.map((local, k) => level * Math.exp(needed?.[k] ?? 0) * local);
}

/**
 * What the own models are multiplied by where all series have moved, which one of them alone cannot tell from chance for months:
 * as far as the panel model's level lies beyond theirs on the side of the shift, and no further than that.
 */
function followShift(own: Float64Array, panel: Float64Array, unit: number, shift: number): number {
  if (shift === 0) return 1;
  const beyond = Math.log(sumOf(panel) / (unit * sumOf(own))) / shift;
  return Number.isFinite(beyond) ? Math.exp(shift * Math.max(0, Math.min(1, beyond))) : 1;
}

/** Whether own models follow the year before, or know events of it by columns: what a date needs beside that is not known. */
const knowsYear = ({ yearFactor, weights }: Combination): boolean =>
  yearFactor !== undefined || weights.some(({ model }) => kindOfModel(model).endsWith('regression'));

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/** Loss of the panel model in the units of the own models' losses: relative to the best of them on the same windows. */
function lossBeside(values: Float64Array, own: SeriesCombination): number {
  const { combination, tested, panelEvidence } = own;
  if (!panelEvidence || panelEvidence.some(Number.isNaN)) return Number.NaN;
  const { origins } = combination.plan;
  const ours = measureLoss(values, origins, tested, panelEvidence);
  if (!isMeasure(combination.best)) return Number.NaN;
  const { absolute, squared } = combination.best;
  return 0.5 * (ours.absolute / absolute) + 0.5 * Math.sqrt(ours.squared / squared);
}
