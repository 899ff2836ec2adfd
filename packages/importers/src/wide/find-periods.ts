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

const isoDay = /^\d{4}-\d{2}-\d{2}$/;
const oneDay = 86_400_000;

/** Fewer may be an order's dates, or the sums of two years. */
const FEWEST_PERIODS = 3;

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
  if (hasOtherNumbers(columns)) return undefined;
  const unit = first.unit === 'day' && monthsBetween(columns) === 'months' ? 'month' : first.unit;
  const seen = new Map<string, string>();
  for (const { date, header } of columns) {
    const other = seen.get(date);
    if (other !== undefined) return { unit, columns, repeated: [other, header] };
    seen.set(date, header);
  }
  return { unit, columns };
}

/**
 * Numbers of two digits that change from column to column are no years: "Jan 10" to "Jan 31" are days, "Set 10" and "Set 20"
 * sizes, 24-01-15 the fifteenth.
 */
function hasOtherNumbers(columns: readonly PeriodColumn[]): boolean {
  const years = columns.flatMap(({ shortYear }) => (shortYear === undefined ? [] : [shortYear]));
  return new Set(years).size > Math.max(2, years.length / 3);
}

/** Of months on end some may have had no sale anywhere. */
const LEAST_OF_MONTHS = 0.6;

/**
 * What days are that are all the first, or all the last, of a month: a spreadsheet that shows "Jan-24" has the first of
 * January in its cell, and of quarters every third month is there. Undefined for other days.
 */
export function monthsBetween(columns: readonly PeriodColumn[]): 'months' | 'longer' | undefined {
  if (!columns.every(({ unit, date }) => unit === 'day' && isoDay.test(date))) return undefined;
  const days = columns.map(({ date }) => Date.parse(date)).sort((a, b) => a - b);
  const are = (shift: number): boolean => days.every((day) => new Date(day + shift).getUTCDate() === 1);
  if (!are(0) && !are(oneDay)) return undefined;
  const months = days.map((day) => {
    const date = new Date(day);
    return 12 * date.getUTCFullYear() + date.getUTCMonth();
  });
  const span = (months.at(-1) as number) - (months[0] as number) + 1;
  return days.length >= LEAST_OF_MONTHS * span ? 'months' : 'longer';
}

/** What a column or row of sums is called, as `normaliseHeader` writes it. */
export const sumWords: ReadonlySet<string> = new Set(
  (
    'total totals totales totale grandtotal subtotal sum summe gesamt gesamtsumme gesamtergebnis zwischensumme suma ' +
    'sumatotal somme somma totaal eindtotaal subtotaal totalgeneral totalecomplessivo totalgeral ytd average avg mean durchschnitt'
  ).split(' '),
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
