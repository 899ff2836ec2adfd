import { minimise } from '../../optimise/minimise.ts';
import { seasonalIndices } from '../seasonal-indices.ts';
import {
  type CesForm,
  type CesState,
  cesLoss,
  copyState,
  countParameters,
  insideDomain,
} from './ces-recursion.ts';

/** A fitted form. */
export interface CesFit {
  readonly form: CesForm;
  /** Smoothing parameters as the recursion takes them. */
  readonly parameters: Float64Array;
  /** Backcast states before the first value. */
  readonly start: CesState;
  /** Corrected Akaike criterion; backcast states are not counted. */
  readonly criterion: number;
}

const TOLERANCE = 1e-2;
const ITERATIONS = 40;
/** A potential at rest is the level over this (the start of the authors' implementation). */
const REST = 1.1;
/** Values whose mean is the starting level without a season. */
const FIRST = 10;

/** Starting parameters of the authors' implementation: slow error correction inside the stable region. */
const CENTRE: Readonly<Record<CesForm['season'], readonly number[]>> = {
  none: [1.3, 1],
  simple: [1.3, 1],
  partial: [1.3, 1, 0.1],
  full: [1.3, 1, 1.3, 1],
};

/**
 * Units of the search, so that all directions are about equally steep: a1 and b1 near 1 decide on growth over the whole
 * history, a0 and b0 only on how fast errors are corrected.
 */
const UNIT: Readonly<Record<CesForm['season'], readonly number[]>> = {
  none: [0.3, 0.02],
  simple: [0.3, 0.1],
  partial: [0.3, 0.02, 0.3],
  full: [0.3, 0.02, 0.3, 0.1],
};

/** Where the first sweep begins; `undefined` when the season cannot be seen. */
function startOf(values: Float64Array, form: CesForm): CesState | undefined {
  const { season, period } = form;
  let sum = 0;
  let known = 0;
  for (let t = 0; t < Math.min(values.length, season === 'none' ? FIRST : period); t++) {
    if (Number.isNaN(values[t])) continue;
    sum += values[t];
    known++;
  }
  const mean = known > 0 ? sum / known : 0;
  const indices = season === 'none' ? new Float64Array(1) : seasonalIndices(values, period, false);
  if (!indices) return undefined;
  const index = season === 'simple' ? indices.map((i) => mean + i) : Float64Array.from(indices);
  const level = season === 'simple' ? 0 : mean;
  return { level, potential: level / REST, index, indexPotential: index.map((i) => i / REST) };
}

/** Loss as a function of the parameters in units of the search, as `minimise` wants it. */
export function cesObjective(
  values: Float64Array,
  form: CesForm,
  start: CesState,
): (x: Float64Array, gradient: Float64Array) => number {
  const state = copyState(start);
  const unit = UNIT[form.season];
  const x = new Float64Array(unit.length);
  return (point, gradient) => {
    for (let i = 0; i < x.length; i++) x[i] = point[i] * unit[i];
    if (!insideDomain(form, x)) return Number.POSITIVE_INFINITY;
    state.level = start.level;
    state.potential = start.potential;
    state.index.set(start.index);
    state.indexPotential.set(start.indexPotential);
    const loss = cesLoss(values, form, x, state, gradient);
    if (!Number.isFinite(loss)) return Number.POSITIVE_INFINITY;
    for (let i = 0; i < x.length; i++) gradient[i] *= unit[i];
    return loss;
  };
}

/** Fits one form by maximum likelihood; `undefined` when the form cannot be started on this history. */
export function fitCes(values: Float64Array, form: CesForm, warm?: Float64Array): CesFit | undefined {
  const start = startOf(values, form);
  if (!start) return undefined;
  const unit = UNIT[form.season];
  const point = Float64Array.from(warm ?? CENTRE[form.season], (a, i) => a / unit[i]);
  minimise(point, cesObjective(values, form, start), TOLERANCE, ITERATIONS);
  const parameters = point.map((u, i) => u * unit[i]);
  const loss = cesLoss(values, form, parameters, start, undefined);
  if (!Number.isFinite(loss)) return undefined;
  let known = 0;
  for (let t = 0; t < values.length; t++) if (!Number.isNaN(values[t])) known++;
  const size = countParameters(form) + 1;
  const spare = known - size - 1;
  const criterion =
    spare > 0 ? 2 * loss + 2 * size + (2 * size * (size + 1)) / spare : Number.POSITIVE_INFINITY;
  return { form, parameters, start, criterion };
}
