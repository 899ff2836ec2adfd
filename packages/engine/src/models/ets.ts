import type { ModelName } from '../contract.ts';
import { dampRates } from './damp-rates.ts';
import {
  ADDITIVE_SEASON,
  borrowTrace,
  type EtsForm,
  forecastEts,
  MULTIPLICATIVE_SEASON,
  NO_SEASON,
  runEts,
} from './ets-recursion.ts';
import { type EtsFit, fitEts } from './fit-ets.ts';
import type { Model, ModelContext, TrainedModel } from './model.ts';

/** A trained member of the family remembers its fit, as a warm start. */
interface TrainedEts extends TrainedModel {
  readonly fit: EtsFit;
  /** Number of values it was fitted on, and of the known ones among them. */
  readonly length: number;
  readonly known: number;
}

type Trend = EtsForm['trend'];

const SEASON_LETTERS = ['N', 'A', 'M'];

/** `ets(M,Ad,A)`: error, trend, season. */
function labelOf(form: EtsForm): string {
  return `ets(${form.multiplicativeError ? 'M' : 'A'},${form.trend},${SEASON_LETTERS[form.season]})`;
}

/** A fit, its level and slope as slow as the context's horizon asks for. */
function trained(fit: EtsFit, values: Float64Array, { horizon }: ModelContext): TrainedEts {
  const { known } = knownAndPositive(values);
  return dampRates(values, horizon, (share) => withRates(fit, values, known, share));
}

function withRates(fit: EtsFit, { length }: Float64Array, known: number, share: number): TrainedEts {
  const { form } = fit;
  const { alpha, beta } = fit.parameters;
  const parameters = { ...fit.parameters, alpha: share * alpha, beta: share * beta };
  return {
    label: labelOf(form),
    parameters: fit.size,
    fit,
    length,
    known,
    predict(values, origins, horizon, out) {
      const trace = borrowTrace(values.length, form.season === NO_SEASON ? 0 : form.period);
      const inside = runEts(values, form, parameters, trace);
      for (let r = 0; r < origins.length; r++) {
        if (inside) forecastEts(form, parameters.phi, trace, origins[r], horizon, out, r * horizon);
        else out.fill(Number.NaN, r * horizon, (r + 1) * horizon);
      }
    },
  };
}

function knownAndPositive(values: Float64Array): { known: number; positive: boolean } {
  let known = 0;
  let positive = true;
  for (let t = 0; t < values.length; t++) {
    if (Number.isNaN(values[t])) continue;
    known++;
    if (values[t] <= 0) positive = false;
  }
  return { known, positive };
}

/** One form, fitted once for each history of the series. */
function fitOnce(values: Float64Array, form: EtsForm, context: ModelContext): EtsFit | undefined {
  const key = `${labelOf(form)}${form.period}|${values.length}`;
  if (context.fits?.has(key)) return context.fits.get(key);
  const fit = fitEts(values, form);
  context.fits?.set(key, fit);
  return fit;
}

/** The better of the forms by the corrected Akaike criterion. */
function bestOf(
  values: Float64Array,
  context: ModelContext,
  forms: readonly EtsForm[],
  best?: EtsFit,
): EtsFit | undefined {
  for (const form of forms) {
    const fit = fitOnce(values, form, context);
    if (fit && (!best || fit.criterion < best.criterion)) best = fit;
  }
  return best;
}

/** Whether so many values are enough to try a season. */
const canBeSeasonal = (known: number, { season }: ModelContext): boolean =>
  season > 1 && known >= 2 * season + 4;

/**
 * Searches the family in three rounds: the season without a trend, then the trends, then the other kind of error. Twice as
 * many values as the season are needed to try one; multiplicative parts need positive values.
 */
function searchEts(
  values: Float64Array,
  context: ModelContext,
  trends: readonly Trend[],
  seasonal: boolean,
): EtsFit {
  const { known, positive } = knownAndPositive(values);
  const period = context.season;
  const seasons: (0 | 1 | 2)[] = [NO_SEASON];
  if (seasonal && canBeSeasonal(known, context)) {
    seasons.push(ADDITIVE_SEASON);
    if (positive) seasons.push(MULTIPLICATIVE_SEASON);
  }
  const plain = seasons.map((season) => ({
    multiplicativeError: season === MULTIPLICATIVE_SEASON,
    trend: 'N' as const,
    season,
    period,
  }));
  let best = bestOf(values, context, plain);
  if (best && known >= 8) {
    const { season, multiplicativeError } = best.form;
    const forms = trends
      .filter((trend) => trend !== 'N')
      .map((trend) => ({ multiplicativeError, trend, season, period }));
    best = bestOf(values, context, forms, trends.includes('N') ? best : undefined) ?? best;
  }
  if (best && positive) {
    const other = { ...best.form, multiplicativeError: !best.form.multiplicativeError };
    best = bestOf(values, context, [other], best);
  }
  const simplest: EtsForm = { multiplicativeError: false, trend: 'N', season: NO_SEASON, period };
  best ??= fitEts(values, simplest);
  if (!best) throw new Error('Exponential smoothing found no start on a history with known values.');
  return best;
}

function createEts(name: ModelName, trends: readonly Trend[], seasonal: boolean, least: number): Model {
  return {
    name,
    fits: (values, context) =>
      values.length >= least && (name !== 'holt-winters' || values.length >= 2 * context.season + 2),
    train(values, context, from) {
      const earlier = from as TrainedEts | undefined;
      // A season that can be tried from now on is a reason to search again, however little was added.
      const { known } = knownAndPositive(values);
      const isNew = seasonal && !canBeSeasonal(earlier?.known ?? 0, context) && canBeSeasonal(known, context);
      if (earlier && !isNew && values.length < 1.35 * earlier.length) {
        const again = fitEts(values, earlier.fit.form, earlier.fit.parameters);
        if (again) return trained(again, values, context);
      }
      return trained(searchEts(values, context, trends, seasonal), values, context);
    },
  };
}

/** Simple exponential smoothing: ETS(A|M,N,N). */
export const ses = createEts('ses', ['N'], false, 3);
/** Holt's linear trend: ETS(A|M,A,N). */
export const holt = createEts('holt', ['A'], false, 5);
/** Damped trend, with a season where there is one. */
export const damped = createEts('damped', ['Ad'], true, 6);
/** Holt-Winters: undamped trend and season. */
export const holtWinters = createEts('holt-winters', ['A'], true, 6);
/** The family with automatic choice; undamped trends run apart as `holt` and `holt-winters`, judged by the back-test. */
export const ets = createEts('ets', ['N', 'Ad'], true, 4);

/**
 * ETS(*,N,*) whose season is a longer cycle (a fortnight in daily, a week in hourly data). Tried only when values one cycle
 * apart are more alike than values one ordinary season apart.
 */
export function createCycleEts(cycle: number): Model {
  return {
    name: 'ets',
    fits: (values, context) => values.length >= 2.1 * cycle && cyclesMoreAlike(values, cycle, context.season),
    train(values, context, from) {
      const earlier = from as TrainedEts | undefined;
      const again = earlier && fitEts(values, earlier.fit.form, earlier.fit.parameters);
      const fit = again ?? searchEts(values, { ...context, season: cycle }, ['N'], true);
      const model = trained(fit, values, context);
      return { ...model, label: `${model.label}[${cycle}]` };
    },
  };
}

/** Mean absolute difference one cycle apart below nine tenths of the one a season apart. */
function cyclesMoreAlike(values: Float64Array, cycle: number, season: number): boolean {
  let far = 0;
  let near = 0;
  for (let t = cycle; t < values.length; t++) {
    const d = Math.abs(values[t] - values[t - cycle]);
    const e = Math.abs(values[t] - values[t - season]);
    if (Number.isNaN(d) || Number.isNaN(e)) continue;
    far += d;
    near += e;
  }
  return far < 0.9 * near;
}
