import type { Booster } from '../boost/booster.ts';
import type { Panel } from '../contract.ts';
import { PanelForecaster } from '../panel-model/panel-forecaster.ts';
import type { PanelModel } from '../panel-model/panel-model.ts';
import { describeDriver } from './describe-driver.ts';
import { DRIVERS, type Driver, driversOf } from './drivers.ts';
import { createTreeExplainer, type TreeExplainer } from './tree-shap.ts';

/** What one driver does to the boosted forecast of the explained steps. */
export interface DriverEffect {
  readonly driver: Driver;
  /** In words: "Price 10 % below its year". */
  readonly words: string;
  /** Relative effect, 0.12 = 12 % more: exp(phi) - 1 of its mean contribution `phi` on the log scale. */
  readonly effect: number;
  /** The same in units over all explained steps; `base` + the units of all drivers = `total`. */
  readonly units: number;
}

/** A few consecutive steps: a week of days, a day of hours, otherwise one step. */
export interface ExplainedPeriod {
  /** First step of the period, 0 = the one after the cut-off, and how many of its steps are explained. */
  readonly from: number;
  readonly steps: number;
  readonly base: number;
  readonly total: number;
  /** Units by driver, in the order of `drivers`. */
  readonly units: readonly number[];
}

/** The boosted model's own forecast of one series, taken apart. Sums over the steps, in the caller's units. */
export interface BoostedExplanation {
  /** Steps explained: the horizon without the closed ones. */
  readonly steps: number;
  /** What a series of this level sells when nothing else is known of it. */
  readonly base: number;
  /** The boosted forecast; its part in the delivered one is the mix's. */
  readonly total: number;
  /** Largest effect in units first. */
  readonly drivers: readonly DriverEffect[];
  readonly periods: readonly ExplainedPeriod[];
}

const explainers = new WeakMap<Booster, TreeExplainer>();

function explainerOf(booster: Booster): TreeExplainer {
  let explainer = explainers.get(booster);
  if (!explainer) {
    explainer = createTreeExplainer(booster);
    explainers.set(booster, explainer);
  }
  return explainer;
}

/** Logarithmic mean of two positive numbers: (a - b) / (ln a - ln b), and a where they are equal. */
export function logarithmicMean(a: number, b: number): number {
  const distance = Math.log(a / b);
  // a = b exp(x): the mean is b expm1(x) / x, which loses nothing near x = 0
  return Math.abs(distance) < 1e-12 ? a : (b * Math.expm1(distance)) / distance;
}

const periodLength = (model: PanelModel): number =>
  model.frequency === 'D' ? 7 : model.frequency === 'H' ? 24 : 1;

/**
 * Takes the boosted forecast of series `s` apart, step by step; yields after each, so that a caller who must not be held
 * up can do something else between (a step takes a few milliseconds).
 *
 * Contributions add up on the log scale. Units come from the logarithmic mean Divisia rule (Ang 2004): of a step's
 * difference between forecast and base, a driver gets its contribution times the logarithmic mean of the two, so that the
 * units of all drivers sum to the difference without a remainder. Over several steps the same logarithmic means weigh the
 * contributions: effect and units never differ in sign.
 * @param closed steps ahead (0 = the first) on which nothing can be sold: they are left out
 * @returns undefined for a series of which nothing was ever sold, or that is closed all the time: its forecast is zero
 */
export function* explainBoosted(
  panel: Panel,
  s: number,
  model: PanelModel,
  steps: number,
  closed: ReadonlySet<number> = new Set(),
): Generator<void, BoostedExplanation | undefined> {
  const forecaster = new PanelForecaster(panel, model, steps);
  const explainer = explainerOf(forecaster.boosterOf(s));
  const drivers = driversOf(model.plan);
  const shift = forecaster.shiftOf(s);
  const { dates } = forecaster.candidate(s);
  const present = DRIVERS.filter((driver) => drivers.includes(driver) || (driver === 'moved' && shift !== 0));
  const placeOfShift = present.indexOf('moved');
  // the day of the year is a feature wherever dates are known
  const placeOfYear = present.indexOf('year');
  const placeOf = drivers.map((driver) => present.indexOf(driver));
  const { features } = model.plan;
  const phi = new Float64Array(features.length);
  const sums = new Float64Array(features.length);
  const counts = new Int32Array(features.length);
  const positive = new Int32Array(features.length);
  const length = periodLength(model);
  const periods: { from: number; steps: number; base: number; total: number; units: number[] }[] = [];
  let weight = 0;
  for (const { row, level, step } of forecaster.finalRows(s, steps)) {
    if (closed.has(step)) continue;
    phi.fill(0);
    explainer.explain(row, phi);
    let score = explainer.expected;
    for (const one of phi) score += one;
    const base = level * Math.exp(explainer.expected - shift);
    const onDate = dates?.whole[step] ?? 0;
    const total = level * Math.exp(score + onDate);
    const mean = logarithmicMean(total, base);
    weight += mean;
    const from = step - (step % length);
    if (periods.at(-1)?.from !== from) {
      periods.push({ from, steps: 0, base: 0, total: 0, units: present.map(() => 0) });
    }
    const period = periods[periods.length - 1];
    period.steps++;
    period.base += base;
    period.total += total;
    if (shift !== 0) period.units[placeOfShift] += shift * mean;
    if (onDate !== 0) period.units[placeOfYear] += onDate * mean;
    for (let f = 0; f < phi.length; f++) {
      period.units[placeOf[f]] += phi[f] * mean;
      if (Number.isNaN(row[f])) continue;
      sums[f] += row[f];
      counts[f]++;
      if (row[f] > 0) positive[f]++;
    }
    yield;
  }
  if (periods.length === 0) return undefined;
  const explained = periods.reduce((sum, period) => sum + period.steps, 0);
  const facts = { steps: explained, mean: sums.map((sum, f) => sum / counts[f]), positive };
  const unitsOf = (place: number): number => periods.reduce((sum, { units }) => sum + units[place], 0);
  const effects = present
    .map((driver, place) => {
      const units = unitsOf(place);
      const effect = Math.expm1(units / weight);
      return { place, driver, words: describeDriver(driver, model.plan, facts, effect), effect, units };
    })
    .sort((a, b) => Math.abs(b.units) - Math.abs(a.units) || a.place - b.place);
  return {
    steps: explained,
    base: periods.reduce((sum, { base }) => sum + base, 0),
    total: periods.reduce((sum, { total }) => sum + total, 0),
    drivers: effects.map(({ place: _, ...effect }) => effect),
    periods: periods.map((period) => ({ ...period, units: effects.map(({ place }) => period.units[place]) })),
  };
}
