import { type KnownKind, listPrices } from '@ordernimbus/engine';
import { codesOf, type ObservationRow, type Observations } from '@ordernimbus/importers/observations';
import type { CalendarColumn } from './holiday-columns.ts';

interface KnownColumnOfInput {
  readonly name: string;
  readonly kind: KnownKind;
  readonly at: number;
  /** Nothing is on where the horizon has no value. */
  readonly isListed: boolean;
}

/** A column that the future file has for some of the started series, but not for all. */
export interface PartlyTold {
  readonly name: string;
  readonly kind: KnownKind;
  readonly told: number;
  readonly started: number;
  readonly isKnown: boolean;
}

/** Which of the input's columns the engine is given, and the codes of every series' attributes. */
export interface CovariatePlan {
  /** Columns known ahead: their place in a row's `known`, or what each step has. */
  readonly known: readonly (KnownColumnOfInput | CalendarColumn)[];
  readonly attributes: readonly {
    readonly name: string;
    /** By the number of the series; -1 = empty. */
    readonly codes: Int32Array;
    readonly count: number;
  }[];
  /** Columns of the history that end with it. */
  readonly historyOnly: readonly string[];
  readonly partlyTold: readonly PartlyTold[];
  /** Steps after the cut-off that are given. */
  readonly horizon: number;
  /** The columns' past is known on days with sales alone. */
  readonly ofSalesOnly: boolean;
}

function encode(name: string, values: readonly string[]): CovariatePlan['attributes'][number] {
  return { name, ...codesOf(values) };
}

/**
 * Plans the covariates of a forecast of `horizon` steps after `cutoffStep`. `tested` = the horizon lies in the history (a
 * back-test): there every column has values, so only what is planned by its nature (prices, promotions, opening days), or
 * known beyond the end of the input as well, may be used. `ofCalendar` follows from the date and is known for ever.
 */
export async function planCovariates(
  observations: Observations,
  cutoffStep: number,
  horizon: number,
  tested: boolean,
  ofCalendar: readonly CalendarColumn[] = [],
): Promise<CovariatePlan> {
  const { items, locations, covariates } = observations;
  const { started, columns } = await observations.knownAhead(cutoffStep, horizon);
  const known: KnownColumnOfInput[] = [];
  const historyOnly: string[] = [];
  const partlyTold: PartlyTold[] = [];
  for (const [at, { name, kind, isPlanned, isListed, futureSql }] of covariates.varying.entries()) {
    const { isKnown = false, told = 0 } = columns[at] ?? {};
    if (isKnown || (tested && isPlanned)) known.push({ name, kind, at, isListed });
    else historyOnly.push(name);
    if (!isListed && futureSql !== undefined && told > 0 && told < started) {
      partlyTold.push({ name, kind, told, started, isKnown });
    }
  }
  const keys = [encode('item', items), encode('location', locations)].filter(({ count }) => count > 1);
  const attributes = [...keys, ...covariates.attributes];
  return {
    // the engine takes no more than a number of columns: what a flag asks for is among them
    known: [...ofCalendar, ...known],
    attributes,
    historyOnly,
    partlyTold,
    horizon,
    ofSalesOnly: observations.listsSalesOnly,
  };
}

/**
 * Columns of one series from its first value to the horizon, without holes where a hole has a meaning. Where the past is
 * known on days with sales alone, it is read so that it does not tell on which days those were.
 */
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
    for (const [c, column] of plan.known.entries())
      if ('at' in column) (columns[c] as Float32Array)[t] = row.known[column.at] ?? Number.NaN;
  }
  for (const [c, known] of plan.known.entries()) {
    const column = columns[c] as Float32Array;
    if (!('at' in known)) {
      for (let t = 0; t < column.length; t++) column[t] = known.codeOf(firstStep + t);
      continue;
    }
    const { kind, isListed } = known;
    if (plan.ofSalesOnly) fillPast(column.subarray(0, length), kind);
    fillHoles(column, kind);
    if (isListed && kind === 'number') fillUnlisted(column.subarray(length));
  }
  return columns;
}

/** Steps without a row that may lie inside one promotion or event. */
const longestHole = 14;

/** The past of a column that only days with sales have: the price asked, not paid; promotions that went on in between. */
function fillPast(values: Float32Array, kind: KnownKind): void {
  if (kind === 'price') values.set(listPrices(Float64Array.from(values)));
  if (kind !== 'flag' && kind !== 'category') return;
  let last = -1;
  for (let t = 0; t < values.length; t++) {
    if (Number.isNaN(values[t])) continue;
    if (last >= 0 && t - last <= longestHole && values[t] === values[last])
      values.fill(values[t] as number, last + 1, t);
    last = t;
  }
}

/** A number that is listed by its days alone is zero on the others. Its past is left as the file has it. */
function fillUnlisted(ahead: Float32Array): void {
  for (let t = 0; t < ahead.length; t++) if (Number.isNaN(ahead[t])) ahead[t] = 0;
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
