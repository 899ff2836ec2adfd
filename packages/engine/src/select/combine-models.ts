import type { ModelWeight } from '../contract.ts';
import type { Model, ModelContext } from '../models/model.ts';
import { naive } from '../models/naive.ts';
import { createSeasonalWindow } from '../models/seasonal-window.ts';
import { PANEL_MODEL } from '../panel-model/panel-model.ts';
import {
  bestOf,
  type Loss,
  leastTold,
  lossOver,
  relativeLosses,
  trustIn,
  weighLosses,
} from './combine-weights.ts';
import { crossFit, sumRuns } from './cross-fit.ts';
import { type Evaluation, evaluateModel } from './evaluate-model.ts';
import type { WindowPlan } from './plan-windows.ts';

/** The delivered combination and the evidence for it, in scaled units. */
export interface Combination {
  readonly label: string;
  readonly weights: readonly ModelWeight[];
  /** Candidates that were tried and earned no place; their weight is 0. */
  readonly left: readonly ModelWeight[];
  readonly standIn?: { readonly wanted: string; readonly reason: string } | undefined;
  /** Forecast of the future, one value a step. */
  readonly mean: Float64Array;
  readonly plan: WindowPlan;
  /** The combination on every window, row-major [origin][step]. */
  readonly evidence: Float64Array;
  /** Seasonal naive on the same windows. */
  readonly seasonalNaive: Float64Array;
  /** Least absolute and squared losses among the candidates: what their relative losses refer to. */
  readonly best: Loss;
  /** What following the year before (`fitYearProfile`) makes of the sum of the future: 1.2 = a fifth more. */
  readonly yearFactor?: number;
  /** How large errors are on each step of the windows and of the future beside the usual ones; nothing = all alike. */
  readonly errorSize?: { readonly evidence: Float64Array; readonly future: Float64Array };
}

/** A forecast this many times the largest value of the history has run away and is left out. */
const RUNAWAY = 4;

/** Models named in the label of a combination; the weights name them all. */
const NAMED = 3;

/** Adds `weight` times one forecast to another, never below `least`. */
function addForecast(to: Float64Array, from: Float64Array, weight: number, least: number): void {
  for (let i = 0; i < to.length; i++) to[i] += weight * Math.max(least, from[i]);
}

/** Name of a combination: its largest parts, and how many more. `weights` in descending order. */
export function labelOf(weights: readonly ModelWeight[]): string {
  const names = weights.map((weight) => weight.model);
  if (names.length === 1) return names[0];
  const more = names.length > NAMED ? `+${names.length - NAMED} more` : '';
  return `mix(${names.slice(0, NAMED).join('+')}${more})`;
}

/**
 * Races the candidates on the planned windows and combines the ones that earn a place. With no `steps` there is no forecast
 * of the future, only the evidence, and no training for it. Yields after each training, so that a caller who must not be held
 * up can do something else between.
 */
export function* combineModels(
  values: Float64Array,
  nonNegative: boolean,
  context: ModelContext,
  candidates: readonly Model[],
  plan: WindowPlan,
  horizon: number,
  steps: number,
): Generator<void, Combination> {
  const least = nonNegative ? 0 : Number.NEGATIVE_INFINITY;
  const { origins } = plan;
  const last = Int32Array.of(values.length - 1);
  const seasonalNaive = new Float64Array(origins.length * horizon);
  createSeasonalWindow('seasonal-naive', 'seasonal-naive', context.season, 1)
    .train(values, context)
    .predict(values, origins, horizon, seasonalNaive);

  const evaluations: Evaluation[] = [];
  if (origins.length > 0) {
    for (const model of candidates) {
      const evaluation = evaluateModel(model, values, context, plan, horizon);
      if (evaluation) evaluations.push(evaluation);
      yield;
    }
  }
  const raced = evaluations.length > 0;
  const byRun = evaluations.map((evaluation) => sumRuns(values, origins, horizon, evaluation));
  const measured = byRun.map(lossOver);
  const best = bestOf(measured);
  const losses = relativeLosses(measured, best, raced ? leastTold(values, origins[0] + 1) : 0);
  const independent = origins.length > 0 ? (values.length - 1 - origins[0]) / horizon : 0;
  const shares = raced ? weighLosses(losses, trustIn(independent)) : new Float64Array(0);

  const mean = new Float64Array(steps);
  const weights: ModelWeight[] = [];
  const left: ModelWeight[] = [];
  const leave = (i: number): void => {
    left.push({ model: evaluations[i].trained.label, weight: 0, loss: losses[i] });
  };
  const row = new Float64Array(steps);
  const ranAway = new Set<number>();
  let used = 0;
  let largest = 0;
  for (const y of values) if (Math.abs(y) > largest) largest = Math.abs(y);
  largest *= RUNAWAY;
  for (let i = 0; i < evaluations.length; i++) {
    if (shares[i] === 0) {
      leave(i);
      continue;
    }
    const { model, trained } = evaluations[i];
    const final = steps > 0 ? model.train(values, context, trained) : trained;
    if (steps > 0) {
      final.predict(values, last, steps, row);
      yield;
    }
    if (!row.every((f) => Math.abs(f) <= largest)) {
      ranAway.add(i);
      leave(i);
      continue;
    }
    addForecast(mean, row, shares[i], least);
    used += shares[i];
    const same = weights.findIndex((weight) => weight.model === final.label);
    if (same < 0) weights.push({ model: final.label, weight: shares[i], loss: losses[i] });
    else weights[same] = { ...weights[same], weight: weights[same].weight + shares[i] };
  }
  if (used > 0) {
    for (let k = 0; k < steps; k++) mean[k] /= used;
    const contenders = evaluations
      .map((evaluation, i) => ({ evaluation, runs: byRun[i], share: shares[i] / used }))
      .filter((_, i) => !ranAway.has(i));
    const evidence = crossFit(values, origins, horizon, contenders, independent, least);
    const kept = weights.map((weight) => ({ ...weight, weight: weight.weight / used }));
    kept.sort((a, b) => b.weight - a.weight);
    return { label: labelOf(kept), weights: kept, left, mean, plan, evidence, seasonalNaive, best };
  }
  const trained = naive.train(values, context);
  trained.predict(values, last, steps, row);
  const evidence = new Float64Array(origins.length * horizon);
  trained.predict(values, origins, horizon, evidence);
  addForecast(mean, row, 1, least);
  return {
    label: 'naive',
    weights: [{ model: 'naive', weight: 1, loss: Number.NaN }],
    left,
    standIn: {
      // no candidate among the models of single series: the panel's alone was wanted, and there is none
      wanted: [...new Set(candidates.map((model) => model.name))].join(',') || PANEL_MODEL,
      reason: raced
        ? 'Every wanted model ran away from the history.'
        : candidates.length > 0
          ? 'The series is too short for a back-test of any wanted model.'
          : 'No boosted model could be trained: too few values, negative or unchanging ones, or a frequency without one.',
    },
    mean,
    plan,
    evidence,
    seasonalNaive,
    best,
  };
}
