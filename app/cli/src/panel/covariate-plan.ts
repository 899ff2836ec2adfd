import type { KnownKind } from '@ordernimbus/engine';
import type { ObservationRow, Observations } from '@ordernimbus/importers/observations';

/** Which of the input's columns the engine is given, and the codes of every series' attributes. */
export interface CovariatePlan {
  /** Columns known ahead: their place in a row's `known`. */
  readonly known: readonly { readonly name: string; readonly kind: KnownKind; readonly at: number }[];
  readonly attributes: readonly {
    readonly name: string;
    /** By the number of the series; -1 = empty. */
    readonly codes: Int32Array;
    readonly count: number;
  }[];
  /** Columns of the history that end with it. */
  readonly historyOnly: readonly string[];
  /** Steps after the cut-off that are given. */
  readonly horizon: number;
}

/** Share of the steps ahead that must have a value for a column to count as known ahead. */
const leastAhead = 0.5;

function encode(name: string, values: readonly (string | null)[]): CovariatePlan['attributes'][number] {
  const distinct = [...new Set(values.filter((value) => value !== null))].sort();
  const codes = new Map(distinct.map((value, code) => [value, code]));
  return {
    name,
    codes: Int32Array.from(values, (value) => (value === null ? -1 : (codes.get(value) ?? -1))),
    count: distinct.length,
  };
}

/**
 * Plans the covariates of a forecast of `horizon` steps after `cutoffStep`. `tested` = the horizon lies in the history (a
 * back-test): there every column has values, so only what is planned by its nature (prices, promotions, opening days), or
 * known beyond the end of the input as well, may be used.
 */
export async function planCovariates(
  observations: Observations,
  cutoffStep: number,
  horizon: number,
  tested: boolean,
): Promise<CovariatePlan> {
  const { items, locations, covariates } = observations;
  const wanted = items.length * horizon;
  const ahead =
    covariates.varying.length > 0 ? await observations.countAhead(cutoffStep, cutoffStep + horizon) : [];
  const known: CovariatePlan['known'][number][] = [];
  const historyOnly: string[] = [];
  for (const [at, { name, kind, isPlanned }] of covariates.varying.entries()) {
    const isKnown = (ahead[at] ?? 0) >= leastAhead * wanted || (tested && isPlanned);
    if (isKnown) known.push({ name, kind, at });
    else historyOnly.push(name);
  }
  const keys = [encode('item', items), encode('location', locations)].filter(({ count }) => count > 1);
  const attributes = [...keys, ...covariates.attributes.map(({ name, values }) => encode(name, values))];
  return { known, attributes, historyOnly, horizon };
}

/** Columns of one series from its first value to the horizon, without holes where a hole has a meaning. */
export function readKnown(
  rows: readonly ObservationRow[],
  firstStep: number,
  length: number,
  plan: CovariatePlan,
): Float32Array[] {
  const columns = plan.known.map(() => new Float32Array(length + plan.horizon).fill(Number.NaN));
  for (const row of rows) {
    const t = row.step - firstStep;
    if (t < 0 || t >= length + plan.horizon) continue;
    for (const [c, { at }] of plan.known.entries())
      (columns[c] as Float32Array)[t] = row.known[at] ?? Number.NaN;
  }
  for (const [c, { kind }] of plan.known.entries()) fillHoles(columns[c] as Float32Array, kind);
  return columns;
}

/** No row = no promotion and no event; a price holds until the next. */
function fillHoles(values: Float32Array, kind: KnownKind): void {
  if (kind === 'flag' || kind === 'category') {
    for (let t = 0; t < values.length; t++) if (Number.isNaN(values[t])) values[t] = 0;
  } else if (kind === 'price') {
    for (let t = 1; t < values.length; t++) if (Number.isNaN(values[t])) values[t] = values[t - 1] as number;
    for (let t = values.length - 2; t >= 0; t--)
      if (Number.isNaN(values[t])) values[t] = values[t + 1] as number;
  }
}
