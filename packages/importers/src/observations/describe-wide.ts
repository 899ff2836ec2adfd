import type { StepFrequency } from './calendar.ts';
import type { Covariates } from './covariate-columns.ts';
import type { LoadedTable } from './load-table.ts';

/** How a table was read that has one column for each day, week or month. */
export interface ReadWide {
  readonly columns: number;
  /** Headings of the earliest and the latest of them. */
  readonly first: string;
  readonly last: string;
  /** What one of them is a step of: "months". */
  readonly steps: string;
  /** Headings between them that name no date: their columns are not used. */
  readonly between: readonly string[];
  /** What the last rows of the file are called that add up the others and were left out. */
  readonly totals: readonly string[];
}

const steps: Readonly<Record<StepFrequency, string>> = {
  H: 'hours',
  D: 'days',
  W: 'weeks',
  M: 'months',
  Q: 'quarters',
  Y: 'years',
};

export function describeWide({ wide, headers }: LoadedTable, frequency: StepFrequency): ReadWide | undefined {
  if (!wide) return undefined;
  const { columns, first, last, totals } = wide;
  const between = wide.between.map((at) => headers[at] ?? '');
  return { columns: columns.length, first, last, steps: steps[frequency], between, totals };
}

/** Columns of a wide table of which nothing is made, and why. */
export function unusedOfWide(
  { wide, headers }: LoadedTable,
  frequency: StepFrequency,
): Covariates['unused'][number][] {
  if (!wide) return [];
  const dates = steps[frequency];
  const because = (places: readonly number[], reason: string): Covariates['unused'][number][] =>
    places.map((at) => ({ name: headers[at] ?? '', reason }));
  return [
    ...because(wide.sums, `by its name it adds up the columns of ${dates}`),
    ...because(wide.flags, `it says the same of all ${dates}`),
    ...because(wide.between, `it stands between the columns of ${dates} and names no date`),
  ];
}

/** Which header has which role; of a wide table all headings that are dates stand for the date and the quantity. */
export function namedColumns({ wide, roles, headers }: LoadedTable): Readonly<Record<string, string>> {
  const named = Object.fromEntries(
    Object.entries(roles.index).map(([role, at]) => [role, headers[at] ?? '']),
  );
  if (!wide) return named;
  const dates = `${wide.first} to ${wide.last}`;
  return { ...named, date: dates, quantity: dates };
}
