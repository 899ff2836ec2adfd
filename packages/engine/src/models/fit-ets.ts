import { minimise } from '../optimise/minimise.ts';
import {
  borrowTrace,
  type EtsForm,
  type EtsGradient,
  type EtsParameters,
  type EtsTrace,
  etsLoss,
  MULTIPLICATIVE_SEASON,
  NO_SEASON,
  runEts,
} from './ets-recursion.ts';
import { seasonalIndices } from './seasonal-indices.ts';

/** A fitted form. */
export interface EtsFit {
  readonly form: EtsForm;
  readonly parameters: EtsParameters;
  /** Number of estimated parameters, the variance included. */
  readonly size: number;
  /** Corrected Akaike criterion, comparable between forms on the same history. */
  readonly criterion: number;
}

/** Seasonal starting states are estimated up to this period; longer ones keep the decomposition's. */
const LARGEST_FREE_PERIOD = 12;
const PHI_LOW = 0.8;
const PHI_HIGH = 0.98;
/** Unit of the slope in the search, in units of the error. */
const SLOPE_UNIT = 0.1;
/** Weak belief in the logits of alpha, beta's share, damping and gamma's share. */
const CENTRES = [-1.2, -2.2, 0.5, -2.2];
const PULL = 0.03;
const TOLERANCE = 1e-2;
const ITERATIONS = 40;

const logistic = (u: number): number => 1 / (1 + Math.exp(-u));
const logit = (p: number): number => Math.log(p / (1 - p));

/** Where each optimised number lies in the search vector; -1 = fixed. */
interface Layout {
  readonly beta: number;
  readonly phi: number;
  readonly gamma: number;
  readonly slope: number;
  readonly seasonal: number;
  readonly length: number;
}

function layoutOf(form: EtsForm): Layout {
  let length = 2;
  const take = (wanted: boolean, count = 1): number => {
    if (!wanted) return -1;
    length += count;
    return length - count;
  };
  const seasonal = form.season !== NO_SEASON;
  return {
    beta: take(form.trend !== 'N'),
    phi: take(form.trend === 'Ad'),
    gamma: take(seasonal),
    slope: take(form.trend !== 'N'),
    seasonal: take(seasonal && form.period <= LARGEST_FREE_PERIOD, form.period),
    length,
  };
}

function blank(period: number): EtsParameters {
  return { alpha: 0, beta: 0, gamma: 0, phi: 0, level: 0, slope: 0, seasonal: new Float64Array(period) };
}

/**
 * Search vector to natural parameters. States are searched in units of the error, the slope in a tenth of it, so that all
 * directions are about equally steep: 0 < alpha < 1, beta = alpha * share, gamma = (1 - alpha) * share.
 */
function unpack(x: Float64Array, form: EtsForm, layout: Layout, unit: number, p: EtsParameters): void {
  p.alpha = logistic(x[0]);
  p.level = x[1] * unit;
  p.beta = layout.beta >= 0 ? p.alpha * logistic(x[layout.beta]) : 0;
  p.phi =
    layout.phi >= 0 ? PHI_LOW + (PHI_HIGH - PHI_LOW) * logistic(x[layout.phi]) : form.trend === 'A' ? 1 : 0;
  p.gamma = layout.gamma >= 0 ? (1 - p.alpha) * logistic(x[layout.gamma]) : 0;
  p.slope = layout.slope >= 0 ? x[layout.slope] * unit * SLOPE_UNIT : 0;
  if (layout.seasonal >= 0) {
    for (let j = 0; j < form.period; j++) p.seasonal[j] = x[layout.seasonal + j] * unit;
  }
}

/** Chain rule from natural parameters to the search vector. */
function packGradient(
  x: Float64Array,
  form: EtsForm,
  layout: Layout,
  unit: number,
  d: EtsGradient,
  out: Float64Array,
): void {
  const alpha = logistic(x[0]);
  let dAlpha = d.alpha;
  if (layout.beta >= 0) {
    const share = logistic(x[layout.beta]);
    dAlpha += d.beta * share;
    out[layout.beta] = d.beta * alpha * share * (1 - share);
  }
  if (layout.gamma >= 0) {
    const share = logistic(x[layout.gamma]);
    dAlpha -= d.gamma * share;
    out[layout.gamma] = d.gamma * (1 - alpha) * share * (1 - share);
  }
  if (layout.phi >= 0) {
    const share = logistic(x[layout.phi]);
    out[layout.phi] = d.phi * (PHI_HIGH - PHI_LOW) * share * (1 - share);
  }
  out[0] = dAlpha * alpha * (1 - alpha);
  out[1] = d.level * unit;
  if (layout.slope >= 0) out[layout.slope] = d.slope * unit * SLOPE_UNIT;
  if (layout.seasonal >= 0) {
    for (let j = 0; j < form.period; j++) out[layout.seasonal + j] = d.seasonal[j] * unit;
  }
}

/** Mean of the known values among the first `count`; NaN when none is. */
function meanOfFirst(values: Float64Array, from: number, count: number): number {
  let sum = 0;
  let known = 0;
  for (let t = from; t < Math.min(values.length, from + count); t++) {
    if (!Number.isNaN(values[t])) {
      sum += values[t];
      known++;
    }
  }
  return known > 0 ? sum / known : Number.NaN;
}

/** Starting point from the first seasons; `undefined` when the season cannot be seen. */
function startOf(values: Float64Array, form: EtsForm): EtsParameters | undefined {
  const p = blank(form.season === NO_SEASON ? 0 : form.period);
  const width = Math.max(form.season === NO_SEASON ? 4 : form.period, 4);
  p.level = meanOfFirst(values, 0, width);
  if (form.trend !== 'N') {
    const later = meanOfFirst(values, width, width);
    const slope = Number.isNaN(later) ? 0 : (later - p.level) / width;
    p.slope = 0.5 * slope;
    p.level -= 0.25 * slope * width;
  }
  if (form.season !== NO_SEASON) {
    const multiplicative = form.season === MULTIPLICATIVE_SEASON;
    const indices = seasonalIndices(values, form.period, multiplicative, form.period > 24 ? 1 : 0);
    if (!indices) return undefined;
    p.seasonal.set(indices);
  }
  if (form.multiplicativeError || form.season === MULTIPLICATIVE_SEASON) p.level = Math.max(p.level, 1e-3);
  p.alpha = form.season === NO_SEASON ? 0.3 : 0.2;
  p.beta = 0.1 * p.alpha;
  p.gamma = 0.1;
  p.phi = form.trend === 'Ad' ? 0.93 : 0;
  return p;
}

function pack(p: EtsParameters, form: EtsForm, layout: Layout, unit: number): Float64Array {
  const x = new Float64Array(layout.length);
  const bounded = (share: number): number => logit(Math.min(0.98, Math.max(0.02, share)));
  x[0] = bounded(p.alpha);
  x[1] = p.level / unit;
  if (layout.beta >= 0) x[layout.beta] = bounded(p.beta / p.alpha);
  if (layout.gamma >= 0) x[layout.gamma] = bounded(p.gamma / (1 - p.alpha));
  if (layout.phi >= 0) x[layout.phi] = bounded((p.phi - PHI_LOW) / (PHI_HIGH - PHI_LOW));
  if (layout.slope >= 0) x[layout.slope] = p.slope / (unit * SLOPE_UNIT);
  if (layout.seasonal >= 0) {
    for (let j = 0; j < form.period; j++) x[layout.seasonal + j] = p.seasonal[j] / unit;
  }
  return x;
}

/** Loss as a function of the search vector, as `minimise` wants it. A weak pull keeps shares off 0 and 1. */
export function etsObjective(
  values: Float64Array,
  form: EtsForm,
  parameters: EtsParameters,
  trace: EtsTrace,
  unit = 1,
): (x: Float64Array, gradient: Float64Array) => number {
  const layout = layoutOf(form);
  const d: EtsGradient = blank(parameters.seasonal.length);
  const bounded = [0, layout.beta, layout.phi, layout.gamma];
  return (x, gradient) => {
    unpack(x, form, layout, unit, parameters);
    let loss = etsLoss(values, form, parameters, trace, d);
    if (!Number.isFinite(loss)) return Number.POSITIVE_INFINITY;
    packGradient(x, form, layout, unit, d, gradient);
    for (let j = 0; j < bounded.length; j++) {
      const i = bounded[j];
      if (i < 0) continue;
      const d = x[i] - CENTRES[j];
      loss += PULL * d * d;
      gradient[i] += 2 * PULL * d;
    }
    return loss;
  };
}

/** Root of the mean squared one-step error at the start, the unit of the search; never much below the level. */
function errorUnit(values: Float64Array, form: EtsForm, p: EtsParameters, trace: EtsTrace): number {
  const floor = 1e-3 * Math.max(1e-6, Math.abs(p.level));
  if (!runEts(values, form, p, trace)) return Math.max(floor, 0.1 * Math.abs(p.level));
  let squares = 0;
  for (let t = 0; t < values.length; t++) squares += trace.error[t] * trace.error[t];
  return Math.max(floor, Math.sqrt(squares / values.length));
}

/** Fits one form by maximum likelihood; `undefined` when the form cannot be started on this history. */
export function fitEts(values: Float64Array, form: EtsForm, warm?: EtsParameters): EtsFit | undefined {
  const period = form.season === NO_SEASON ? 0 : form.period;
  const start = warm ?? startOf(values, form);
  if (!start) return undefined;
  const layout = layoutOf(form);
  const parameters = { ...start, seasonal: Float64Array.from(start.seasonal) };
  const trace = borrowTrace(values.length, period);
  const unit = errorUnit(values, form, parameters, trace);
  const x = pack(start, form, layout, unit);
  const objective = etsObjective(values, form, parameters, trace, unit);
  const { value } = minimise(x, objective, TOLERANCE, ITERATIONS);
  if (!Number.isFinite(value)) return undefined;
  unpack(x, form, layout, unit, parameters);
  let known = 0;
  for (let t = 0; t < values.length; t++) if (!Number.isNaN(values[t])) known++;
  const size = layout.length + 1 + (period > 0 && layout.seasonal < 0 ? Math.min(period, 6) : 0);
  const loss = etsLoss(values, form, parameters, trace, undefined);
  const spare = known - size - 1;
  const criterion =
    spare > 0 ? 2 * loss + 2 * size + (2 * size * (size + 1)) / spare : Number.POSITIVE_INFINITY;
  return { form, parameters, size, criterion };
}
