import { type KnownKind, listPrices } from '@ordernimbus/engine';
import { codesOf, type ObservationRow, type Observations } from '@ordernimbus/importers/observations';
import type { CalendarColumn } from './holiday-columns.ts';

/** Which of the input's columns the engine is given, and the codes of every series' attributes. */
export interface CovariatePlan {
  /** Columns known ahead: their place in a row's `known`, or what each step has. */
  readonly known: readonly (
    | { readonly name: string; readonly kind: KnownKind; readonly at: number }
    | CalendarColumn
  )[];
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
  const ahead = new Set(await observations.knownAhead(cutoffStep, horizon));
  const known: { name: string; kind: KnownKind; at: number }[] = [];
  const historyOnly: string[] = [];
  for (const [at, { name, kind, isPlanned }] of covariates.varying.entries()) {
    if (ahead.has(at) || (tested && isPlanned)) known.push({ name, kind, at });
    else historyOnly.push(name);
  }
  const keys = [encode('item', items), encode('location', locations)].filter(({ count }) => count > 1);
  const attributes = [...keys, ...covariates.attributes];
  return {
    // the engine takes no more than a number of columns: what a flag asks for is among them
    known: [...ofCalendar, ...known],
    attributes,
    historyOnly,
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
    const { kind } = known;
    if (plan.ofSalesOnly) fillPast(column.subarray(0, length), kind);
    fillHoles(column, kind);
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

/**
 * Says on stderr which columns the future file does not continue: no forecast can use them. Of opening days it goes by the
 * last weeks instead (`presumeClosed`).
 */
export function reportHistoryOnly(
  futureFile: string,
  { historyOnly }: CovariatePlan,
  { covariates }: Pick<Observations, 'covariates'>,
): void {
  const isOpen = (name: string): boolean =>
    covariates.varying.some((column) => column.name === name && column.kind === 'open');
  const say = (names: readonly string[], instead: string): void => {
    if (names.length === 0) return;
    const quoted = names.map((name) => `"${name}"`).join(', ');
    process.stderr.write(`nimbus: ${futureFile} does not tell ${quoted} for the horizon, so ${instead}.\n`);
  };
  say(
    historyOnly.filter((name) => !isOpen(name)),
    'the forecasts do without',
  );
  say(
    historyOnly.filter(isOpen),
    'a day of the week that was closed for the last four weeks is taken as closed',
  );
}
