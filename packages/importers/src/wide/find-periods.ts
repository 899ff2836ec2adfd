import { normaliseHeader } from '../columns/index.ts';
import { type PeriodHeading, type PeriodUnit, readPeriodHeading } from './period-heading.ts';

/** A column of a wide table, which holds the sales of one day, week or month. */
export interface PeriodColumn extends PeriodHeading {
  /** Place among the headers. */
  readonly index: number;
  readonly header: string;
}

export interface WidePeriods {
  readonly unit: PeriodUnit;
  /** In the order of the file. */
  readonly columns: readonly PeriodColumn[];
  /** Two headings of one period, where there are. */
  readonly repeated?: readonly [string, string];
}

/** Fewer may be an order's dates, or the sums of two years. */
export const FEWEST_PERIODS = 3;

/**
 * The columns of a table with one column for each day, week or month; undefined where it is none. Whether another column
 * has the dates of rows is for the caller to know.
 */
export function findPeriods(headers: readonly string[]): WidePeriods | undefined {
  const columns = headers.flatMap((header, index): PeriodColumn[] => {
    const read = readPeriodHeading(header);
    return read ? [{ ...read, index, header: header.trim() }] : [];
  });
  const [first] = columns;
  if (!first || columns.length < FEWEST_PERIODS) return undefined;
  if (columns.some(({ unit }) => unit !== first.unit)) return undefined;
  const seen = new Map<string, string>();
  for (const { date, header } of columns) {
    const other = seen.get(date);
    if (other !== undefined) return { unit: first.unit, columns, repeated: [other, header] };
    seen.set(date, header);
  }
  return { unit: first.unit, columns };
}

const sumWords = new Set(
  'total totals totales totale grandtotal sum summe gesamt gesamtsumme suma somme somma totaal ytd average avg mean durchschnitt'.split(
    ' ',
  ),
);

/** Whether a column of a wide table adds its periods up, or a year or quarter of them: what it says is of no item. */
export function isSumHeading(header: string): boolean {
  const normal = normaliseHeader(header);
  return (
    sumWords.has(normal) ||
    /^(total|sum|fy)?(19|20)\d\d$/.test(normal) ||
    /^q[1-4](19|20)?(\d\d)?$/.test(normal)
  );
}
