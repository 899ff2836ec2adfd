/** Season of an ETS form. */
export const NO_SEASON = 0;
export const ADDITIVE_SEASON = 1;
export const MULTIPLICATIVE_SEASON = 2;

/** A form of the family and its season length. */
export interface EtsForm {
  readonly multiplicativeError: boolean;
  readonly trend: 'N' | 'A' | 'Ad';
  readonly season: 0 | 1 | 2;
  readonly period: number;
}

/** Natural parameters and starting states. `b` and `phi` are 0 without a trend, `phi` 1 when undamped. */
export interface EtsParameters {
  alpha: number;
  beta: number;
  gamma: number;
  phi: number;
  level: number;
  slope: number;
  /** Seasonal states of the first `period` steps. */
  readonly seasonal: Float64Array;
}

/** Gradient of the loss with respect to the fields of `EtsParameters`. */
export type EtsGradient = EtsParameters;

/** States along a history: the ones in force before each step. Grown as needed and used again. */
export interface EtsTrace {
  level: Float64Array;
  slope: Float64Array;
  /** `seasonal[t]` is used at step t; step t writes `seasonal[t + period]`. */
  seasonal: Float64Array;
  error: Float64Array;
  adjoint: Float64Array;
}

/** A trace for histories of up to `steps` values. */
export function createTrace(steps: number, period: number): EtsTrace {
  return {
    level: new Float64Array(steps + 1),
    slope: new Float64Array(steps + 1),
    seasonal: new Float64Array(steps + period + 1),
    error: new Float64Array(steps),
    adjoint: new Float64Array(steps + period + 1),
  };
}

let shared: EtsTrace = createTrace(0, 0);

/** A trace that is used again by the next caller: for one run whose states are read before anything else runs. */
export function borrowTrace(steps: number, period: number): EtsTrace {
  if (shared.error.length < steps || shared.seasonal.length < steps + period + 1) {
    shared = createTrace(Math.max(steps, 2 * shared.error.length), Math.max(period, 52));
  }
  return shared;
}

const SMALLEST = 1e-8;

/**
 * Runs the error-correction recursions (Hyndman, Koehler, Ord and Snyder 2008, table 2.1) over the history and keeps every
 * state. An unknown value has error 0: the states are carried forward. Returns false when a multiplicative form leaves its
 * domain (a forecast or level that is not positive).
 */
export function runEts(values: Float64Array, form: EtsForm, p: EtsParameters, trace: EtsTrace): boolean {
  const { alpha, beta, gamma, phi } = p;
  const { level, slope, seasonal, error } = trace;
  const period = form.season === NO_SEASON ? 0 : form.period;
  for (let j = 0; j < period; j++) seasonal[j] = p.seasonal[j];
  let l = p.level;
  let b = p.slope;
  const n = values.length;
  if (form.season === MULTIPLICATIVE_SEASON) {
    for (let t = 0; t < n; t++) {
      level[t] = l;
      slope[t] = b;
      const s = seasonal[t];
      const base = l + phi * b;
      if (!(base > SMALLEST) || !(s > SMALLEST)) return false;
      let e = values[t] - base * s;
      if (Number.isNaN(e)) e = 0;
      error[t] = e;
      l = base + (alpha * e) / s;
      b = phi * b + (beta * e) / s;
      seasonal[t + period] = s + (gamma * e) / base;
    }
  } else if (form.season === ADDITIVE_SEASON) {
    for (let t = 0; t < n; t++) {
      level[t] = l;
      slope[t] = b;
      const s = seasonal[t];
      const base = l + phi * b;
      let e = values[t] - base - s;
      if (Number.isNaN(e)) e = 0;
      error[t] = e;
      l = base + alpha * e;
      b = phi * b + beta * e;
      seasonal[t + period] = s + gamma * e;
    }
  } else {
    for (let t = 0; t < n; t++) {
      level[t] = l;
      slope[t] = b;
      const base = l + phi * b;
      let e = values[t] - base;
      if (Number.isNaN(e)) e = 0;
      error[t] = e;
      l = base + alpha * e;
      b = phi * b + beta * e;
    }
  }
  level[n] = l;
  slope[n] = b;
  return true;
}

/** One-step forecast of step t from the states in force before it. */
function oneStep(t: number, form: EtsForm, phi: number, trace: EtsTrace): number {
  const base = trace.level[t] + phi * trace.slope[t];
  if (form.season === NO_SEASON) return base;
  return form.season === ADDITIVE_SEASON ? base + trace.seasonal[t] : base * trace.seasonal[t];
}

/**
 * Half of -2 log likelihood, its constant dropped: (n/2) log of the mean squared (relative) error, plus the sum of log
 * forecasts for multiplicative errors. `gradient` receives its derivative, computed backwards through the recursion (the
 * adjoint method), which costs about as much as the recursion itself whatever the number of parameters. Infinity outside
 * the domain.
 */
export function etsLoss(
  values: Float64Array,
  form: EtsForm,
  p: EtsParameters,
  trace: EtsTrace,
  gradient: EtsGradient | undefined,
): number {
  if (form.season === NO_SEASON && form.trend === 'N' && !form.multiplicativeError) {
    return levelLoss(values, p, trace, gradient);
  }
  if (!runEts(values, form, p, trace)) return Number.POSITIVE_INFINITY;
  const n = values.length;
  const { level, slope, seasonal, error, adjoint } = trace;
  const { alpha, beta, gamma, phi } = p;
  const relative = form.multiplicativeError;
  let squares = 0;
  let logs = 0;
  let known = 0;
  for (let t = 0; t < n; t++) {
    if (Number.isNaN(values[t])) continue;
    known++;
    let e = error[t];
    if (relative) {
      const f = oneStep(t, form, phi, trace);
      if (!(f > SMALLEST)) return Number.POSITIVE_INFINITY;
      e /= f;
      logs += Math.log(f);
    }
    squares += e * e;
  }
  const floor = 1e-12 * known;
  const loss = 0.5 * known * Math.log((squares + floor) / known) + logs;
  if (!gradient || !Number.isFinite(loss)) return loss;

  const weight = known / (squares + floor);
  const period = form.season === NO_SEASON ? 0 : form.period;
  adjoint.fill(0, 0, n + period + 1);
  let dLevel = 0;
  let dSlope = 0;
  let dAlpha = 0;
  let dBeta = 0;
  let dGamma = 0;
  let dPhi = 0;
  for (let t = n - 1; t >= 0; t--) {
    const b = slope[t];
    const base = level[t] + phi * b;
    const s = period > 0 ? seasonal[t] : 0;
    const after = period > 0 ? adjoint[t + period] : 0;
    const multiplicative = form.season === MULTIPLICATIVE_SEASON;
    const known1 = !Number.isNaN(values[t]);
    let dBase = dLevel;
    let dSeason = after;
    if (known1) {
      const e = error[t];
      let dError: number;
      let direct = 0;
      if (relative) {
        const f = multiplicative ? base * s : base + s;
        const r = e / f;
        dError = (weight * r) / f;
        direct = 1 / f - (weight * r * r) / f;
      } else dError = weight * e;
      if (multiplicative) {
        const states = alpha * dLevel + beta * dSlope;
        dAlpha += (e / s) * dLevel;
        dBeta += (e / s) * dSlope;
        dGamma += (e / base) * after;
        dError += states / s + (gamma * after) / base;
        dSeason -= (states * e) / (s * s);
        dBase -= (gamma * after * e) / (base * base);
        const dForecast = direct - dError;
        dBase += dForecast * s;
        dSeason += dForecast * base;
      } else {
        dAlpha += e * dLevel;
        dBeta += e * dSlope;
        dGamma += e * after;
        dError += alpha * dLevel + beta * dSlope + gamma * after;
        const dForecast = direct - dError;
        dBase += dForecast;
        dSeason += dForecast;
      }
    }
    dPhi += b * (dBase + dSlope);
    dSlope = phi * (dBase + dSlope);
    dLevel = dBase;
    if (period > 0) adjoint[t] = dSeason;
  }
  gradient.alpha = dAlpha;
  gradient.beta = dBeta;
  gradient.gamma = dGamma;
  gradient.phi = dPhi;
  gradient.level = dLevel;
  gradient.slope = dSlope;
  for (let j = 0; j < period; j++) gradient.seasonal[j] = adjoint[j];
  return loss;
}

/**
 * `etsLoss` of a level alone with additive errors, the form that every series of the fast profile is fitted with: the same
 * operations in the same order without the states that stay zero. Of `trace` it leaves the errors, of `gradient` what this
 * form searches: alpha and level.
 */
function levelLoss(
  values: Float64Array,
  { alpha, level }: EtsParameters,
  { error }: EtsTrace,
  gradient: EtsGradient | undefined,
): number {
  const n = values.length;
  let l = level;
  let squares = 0;
  let known = 0;
  for (let t = 0; t < n; t++) {
    const e = values[t] - l;
    if (Number.isNaN(e)) {
      error[t] = Number.NaN;
      continue;
    }
    known++;
    error[t] = e;
    squares += e * e;
    l += alpha * e;
  }
  const floor = 1e-12 * known;
  const loss = 0.5 * known * Math.log((squares + floor) / known);
  if (!gradient || !Number.isFinite(loss)) return loss;
  const weight = known / (squares + floor);
  let dLevel = 0;
  let dAlpha = 0;
  for (let t = n - 1; t >= 0; t--) {
    const e = error[t];
    if (Number.isNaN(e)) continue;
    dAlpha += e * dLevel;
    dLevel -= weight * e + alpha * dLevel;
  }
  gradient.alpha = dAlpha;
  gradient.level = dLevel;
  return loss;
}

/** Writes the forecasts from the states after `origin` (index of the last value used). */
export function forecastEts(
  form: EtsForm,
  phi: number,
  trace: EtsTrace,
  origin: number,
  horizon: number,
  out: Float64Array,
  offset: number,
): void {
  const l = trace.level[origin + 1];
  const b = trace.slope[origin + 1];
  let damping = phi;
  let reach = 0;
  for (let k = 0; k < horizon; k++) {
    reach += damping;
    damping *= phi;
    const base = l + reach * b;
    if (form.season === NO_SEASON) out[offset + k] = base;
    else {
      const s = trace.seasonal[origin + 1 + (k % form.period)];
      out[offset + k] = form.season === ADDITIVE_SEASON ? base + s : base * s;
    }
  }
}
