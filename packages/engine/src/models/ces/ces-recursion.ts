/** Where the season stands: nowhere, alone, as an additive index, or as complex smoothing beside the level. */
export type CesSeason = 'none' | 'simple' | 'partial' | 'full';

/** A form of complex exponential smoothing and its season length (1 without one). */
export interface CesForm {
  readonly season: CesSeason;
  readonly period: number;
}

/** States before a step: level and its information potential, and the same for each place of the season. */
export interface CesState {
  level: number;
  potential: number;
  readonly index: Float64Array;
  readonly indexPotential: Float64Array;
}

/** A copy that shares nothing. */
export function copyState(s: CesState): CesState {
  return { ...s, index: Float64Array.from(s.index), indexPotential: Float64Array.from(s.indexPotential) };
}

/** Number of smoothing parameters: [a0, a1] of the complex pair, the season's after it. */
export function countParameters(form: CesForm): number {
  return form.season === 'full' ? 4 : form.season === 'partial' ? 3 : 2;
}

/**
 * Smoothing of the level (a) and of the season (b) in one shape for all forms. An additive index is smoothed by
 * `index + b0 * error` and has no potential.
 */
interface Smoothing {
  readonly hasLevel: boolean;
  readonly hasIndex: boolean;
  /** The index is smoothed by a complex pair, otherwise by one number. */
  readonly complexIndex: boolean;
  readonly a0: number;
  readonly a1: number;
  readonly b0: number;
  readonly b1: number;
}

function smoothingOf(form: CesForm, x: Float64Array): Smoothing {
  const { season } = form;
  const simple = season === 'simple';
  return {
    hasLevel: !simple,
    hasIndex: season !== 'none',
    complexIndex: simple || season === 'full',
    a0: simple ? 0 : x[0],
    a1: simple ? 0 : x[1],
    b0: simple ? x[0] : season === 'none' ? 0 : x[2],
    b1: simple ? x[1] : season === 'full' ? x[3] : 0,
  };
}

/** Whether the error decays: both roots of the pair's discount matrix lie inside the unit circle (the Jury conditions). */
function isStable(a0: number, a1: number): boolean {
  const trace = 2 - 2 * a0 + a1;
  const determinant = (1 - a0 + a1) * (1 - a0) + (1 - a1) * (1 - a0 - a1);
  return Math.abs(determinant) < 0.999 && Math.abs(trace) < 0.999 + determinant;
}

/** Whether the parameters lie inside the form's domain. */
export function insideDomain(form: CesForm, x: Float64Array): boolean {
  if (!isStable(x[0], x[1])) return false;
  if (form.season === 'partial') return x[2] > 0 && x[2] < 1;
  return form.season !== 'full' || isStable(x[2], x[3]);
}

/** States and errors along three sweeps over a history. Grown as needed and used again. */
interface Tape {
  level: Float64Array;
  potential: Float64Array;
  index: Float64Array;
  indexPotential: Float64Array;
  error: Float64Array;
}

const createTape = (steps: number): Tape => ({
  level: new Float64Array(steps),
  potential: new Float64Array(steps),
  index: new Float64Array(steps),
  indexPotential: new Float64Array(steps),
  error: new Float64Array(steps),
});

let shared = createTape(0);

/** Index into the history of step `k` of the sweeps forth, back and forth again. */
const timeOf = (k: number, n: number): number => (k < n ? k : k < 2 * n ? 2 * n - 1 - k : k - 2 * n);

/** Takes one value in (NaN = unknown: error 0, the state is carried forward); returns the one-step error. */
function step(s: CesState, place: number, y: number, p: Smoothing): number {
  const { level: l, potential: c } = s;
  const i = p.hasIndex ? s.index[place] : 0;
  let e = y - (l + i);
  if (Number.isNaN(e)) e = 0;
  if (p.hasLevel) {
    s.level = l - (1 - p.a1) * c + (p.a0 - p.a1) * e;
    s.potential = l + (1 - p.a0) * c + (p.a0 + p.a1) * e;
  }
  if (p.complexIndex) {
    const q = s.indexPotential[place];
    s.index[place] = i - (1 - p.b1) * q + (p.b0 - p.b1) * e;
    s.indexPotential[place] = i + (1 - p.b0) * q + (p.b0 + p.b1) * e;
  } else if (p.hasIndex) s.index[place] = i + p.b0 * e;
  return e;
}

/**
 * Half of -2 log likelihood, its constant dropped: (n/2) log of the mean squared one-step error of Svetunkov, Kourentzes
 * and Ord (2022) over the known values. The starting states are backcast: the recursion runs forth and back over the
 * history before the sweep that counts. `start` is where the first sweep begins and receives where the last one began;
 * `gradient` receives the derivative by the parameters, computed backwards through all three sweeps.
 */
export function cesLoss(
  values: Float64Array,
  form: CesForm,
  x: Float64Array,
  start: CesState,
  gradient: Float64Array | undefined,
): number {
  const n = values.length;
  const steps = 3 * n;
  if (shared.error.length < steps) shared = createTape(Math.max(steps, 2 * shared.error.length));
  const { level, potential, index, indexPotential, error } = shared;
  const p = smoothingOf(form, x);
  const state = copyState(start);
  let squares = 0;
  let known = 0;
  for (let k = 0; k < steps; k++) {
    if (k === 2 * n) {
      start.level = state.level;
      start.potential = state.potential;
      start.index.set(state.index);
      start.indexPotential.set(state.indexPotential);
    }
    const t = timeOf(k, n);
    const place = t % form.period;
    level[k] = state.level;
    potential[k] = state.potential;
    index[k] = state.index[place];
    indexPotential[k] = state.indexPotential[place];
    const e = step(state, place, values[t], p);
    error[k] = e;
    if (k >= 2 * n && !Number.isNaN(values[t])) {
      squares += e * e;
      known++;
    }
  }
  const floored = squares + 1e-12 * known;
  const loss = 0.5 * known * Math.log(floored / known);
  if (!gradient || !Number.isFinite(loss)) return loss;

  const weight = known / floored;
  const dIndex = new Float64Array(form.period);
  const dIndexPotential = new Float64Array(form.period);
  let dLevel = 0;
  let dPotential = 0;
  let dA0 = 0;
  let dA1 = 0;
  let dB0 = 0;
  let dB1 = 0;
  for (let k = steps - 1; k >= 0; k--) {
    const t = timeOf(k, n);
    const place = t % form.period;
    const e = error[k];
    const di = dIndex[place];
    const dq = dIndexPotential[place];
    let dError = 0;
    if (!Number.isNaN(values[t])) {
      dError = (k >= 2 * n ? weight * e : 0) + (p.a0 - p.a1) * dLevel + (p.a0 + p.a1) * dPotential;
      if (p.complexIndex) dError += (p.b0 - p.b1) * di + (p.b0 + p.b1) * dq;
      else if (p.hasIndex) dError += p.b0 * di;
    }
    if (p.complexIndex) {
      const q = indexPotential[k];
      dB0 += e * (di + dq) - q * dq;
      dB1 += q * di + e * (dq - di);
      dIndex[place] = di + dq - dError;
      dIndexPotential[place] = (1 - p.b0) * dq - (1 - p.b1) * di;
    } else if (p.hasIndex) {
      dB0 += e * di;
      dIndex[place] = di - dError;
    }
    if (p.hasLevel) {
      const c = potential[k];
      dA0 += e * (dLevel + dPotential) - c * dPotential;
      dA1 += c * dLevel + e * (dPotential - dLevel);
      const before = dLevel + dPotential - dError;
      dPotential = (1 - p.a0) * dPotential - (1 - p.a1) * dLevel;
      dLevel = before;
    }
  }
  if (form.season === 'simple') gradient.set([dB0, dB1]);
  else {
    gradient[0] = dA0;
    gradient[1] = dA1;
    if (form.season !== 'none') gradient[2] = dB0;
    if (form.season === 'full') gradient[3] = dB1;
  }
  return loss;
}

/** Runs on from `state` over the values `from` .. `to` (exclusive). */
export function advance(
  values: Float64Array,
  form: CesForm,
  x: Float64Array,
  state: CesState,
  from: number,
  to: number,
): void {
  const p = smoothingOf(form, x);
  for (let t = from; t < to; t++) step(state, t % form.period, values[t], p);
}

/** Writes the forecasts of the steps from `next` on; leaves `state` as it is. */
export function forecastCes(
  form: CesForm,
  x: Float64Array,
  state: CesState,
  next: number,
  out: Float64Array,
): void {
  const p = smoothingOf(form, x);
  const ahead = copyState(state);
  for (let k = 0; k < out.length; k++) {
    const place = (next + k) % form.period;
    out[k] = ahead.level + (p.hasIndex ? ahead.index[place] : 0);
    step(ahead, place, Number.NaN, p);
  }
}
