import {
  type ColumnMeaning,
  type ImportColumn,
  type ImportInspection,
  type ImportMapping,
  type ImportQuestion,
  periodsOf,
} from '@ordernimbus/contracts';
import { requiredMeanings } from './recognise-layout.ts';

export const numberMeanings: ReadonlySet<ColumnMeaning> = new Set<ColumnMeaning>([
  'quantity',
  'price',
  'revenue',
  'cost',
  'on_hand',
  'on_order',
  'lead_time_days',
  'review_days',
  'pack_size',
  'minimum_quantity',
  'service_level',
]);

const names: Partial<Record<ColumnMeaning, string>> = {
  item: 'the product code',
  date: 'the date of the sale',
  quantity: 'the quantity sold',
  order: 'the order or invoice number',
};

/** What only a person can say about this file, given what the mapping says already. */
export function openQuestions(
  inspection: Pick<ImportInspection, 'columns'>,
  mapping: ImportMapping,
): ImportQuestion[] {
  const questions: ImportQuestion[] = [];
  const columnOf = (meaning: ColumnMeaning) => {
    const index = mapping.columns.find((column) => column.meaning === meaning)?.index;
    return index === undefined ? undefined : inspection.columns[index];
  };
  for (const meaning of requiredMeanings[mapping.layout]) {
    if (columnOf(meaning)) continue;
    questions.push({
      id: `meaning:${meaning}`,
      text: `Which column holds ${names[meaning] ?? meaning}?`,
      options: inspection.columns.map((column) => ({ value: String(column.index), label: column.header })),
    });
  }
  const date = columnOf('date');
  if (date && date.dateOrder === null && !mapping.dateOrder) {
    const [example = '03/04/2025'] = date.samples;
    questions.push({
      id: 'dateOrder',
      column: date.index,
      text: `The dates of "${date.header}", such as ${example}, can be read in two ways. Which comes first?`,
      options: [
        { value: 'dmy', label: 'The day' },
        { value: 'mdy', label: 'The month' },
      ],
    });
  }
  if (mapping.layout === 'long' && !mapping.rowPeriod && date) {
    const periods = periodsOf(date, mapping.dateOrder);
    if (isMonthly(periods)) questions.push(askMonth(date.index));
    else if (isWeekly(periods)) questions.push(askPeriod(date.index, periods.weekly.weekday));
  }
  if (!mapping.decimal) {
    const doubtful = mapping.columns
      .filter((column) => numberMeanings.has(column.meaning))
      .map((column) => inspection.columns[column.index])
      .find((column) => column?.decimal === null);
    if (doubtful) {
      const [example = '1,234'] = doubtful.samples;
      questions.push({
        id: 'decimal',
        column: doubtful.index,
        text: `Numbers of "${doubtful.header}", such as ${example}, can be read in two ways. Which sign separates the decimals?`,
        options: [
          { value: '.', label: 'A point: 1,234.50' },
          { value: ',', label: 'A comma: 1.234,50' },
        ],
      });
    }
  }
  return questions;
}

/** Fewer weeks may be chance; and a file of few weeks is no trouble to correct. */
const fewestWeeks = 8;

/** Whether the dates of a table are a week apart. */
export const isWeekly = <T extends Pick<ImportColumn, 'weekly'>>(
  date: T,
): date is T & { weekly: NonNullable<T['weekly']> } => (date.weekly?.weeks ?? 0) >= fewestWeeks;

/** Two rows on the first of a month may be chance. */
const fewestMonths = 3;

/** Whether the dates of a table are a month apart. */
export const isMonthly = <T extends Pick<ImportColumn, 'monthly'>>(
  date: T,
): date is T & { monthly: NonNullable<T['monthly']> } => (date.monthly?.months ?? 0) >= fewestMonths;

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** Name of a weekday, 0 = Sunday; any whole number counts on. */
export const weekdayName = (weekday: number): string => weekdays[(weekday + 7) % 7] as string;

function askMonth(column: number): ImportQuestion {
  return {
    id: 'rowPeriod',
    column,
    text: 'This file has one row a month. Which days is it about?',
    options: [
      { value: 'month', label: 'The whole month' },
      { value: 'day', label: 'That day: we sell on one day of the month only' },
    ],
  };
}

function askPeriod(column: number, weekday: number): ImportQuestion {
  const [before, name, after] = [weekday - 1, weekday, weekday + 1].map(weekdayName);
  return {
    id: 'rowPeriod',
    column,
    text: `This file has one row a week, dated on a ${name}. Which days is it about?`,
    options: [
      { value: 'week_from', label: `The week that begins then: ${name} to ${before}` },
      { value: 'week_until', label: `The week that ends then: ${after} to ${name}` },
      { value: 'day', label: `That day: we sell on ${name}s only` },
    ],
  };
}
