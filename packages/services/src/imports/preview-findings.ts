import type { ImportInspection, ImportMapping, QualityFinding } from '@ordernimbus/contracts';
import { mostCalendarEntries, periodsOf } from '@ordernimbus/contracts';
import {
  countPromotions,
  isMonthly,
  isWeekly,
  type RowsSource,
  type WorkSettings,
  weekdayName,
} from '@ordernimbus/importers';
import { rowPeriodOf } from './import-state.ts';
import { describeLeftOut } from './replace-promotions.ts';

const counted = (value: number, noun: string): string =>
  `${value.toLocaleString('en')} ${noun}${value === 1 ? '' : 's'}`;

export interface PreviewInput {
  readonly inspection: ImportInspection;
  readonly mapping: ImportMapping;
  readonly source: RowsSource;
  readonly work: WorkSettings;
}

/** What a person should know before the file is imported. */
export async function describePreview(input: PreviewInput): Promise<QualityFinding[]> {
  return [...describePeriod(input), ...(await describePromotions(input))];
}

/** How rows that are a week or a month apart are taken. */
function describePeriod({ mapping, inspection }: PreviewInput): QualityFinding[] {
  const date = inspection.columns.find(
    ({ index }) => mapping.columns.find((column) => column.index === index)?.meaning === 'date',
  );
  const period = rowPeriodOf(mapping);
  const periods = date && periodsOf(date, mapping.dateOrder);
  if (mapping.layout !== 'long' || !periods) return [];
  const one = inspection.wide ? 'column' : 'row';
  if (period === 'month') return [monthlyRows(one, periods.monthly?.months ?? 0)];
  if (period === 'day' && isMonthly(periods)) return [oneDayOfMonth(periods.monthly.months)];
  if (!periods.weekly) return [];
  const { weekday, weeks } = periods.weekly;
  if (period === 'day') {
    if (!isWeekly(periods)) return [];
    return [
      {
        id: 'one_weekday',
        severity: 'notice',
        title: `All sales are on ${weekdayName(weekday)}s`,
        detail: 'As you said, nothing is sold on the other days: they are taken as days of rest.',
        count: weeks,
      },
    ];
  }
  const first = period === 'week_from' ? weekday : weekday + 1;
  return [
    {
      id: 'weekly_rows',
      severity: 'notice',
      title: `This file has one ${one} a week`,
      detail: `OrderNimbus plans by day: the units of each ${one === 'row' ? 'row' : 'cell'} are spread over its seven days, ${weekdayName(first)} to ${weekdayName(first + 6)}, by chance, as single sales fall. The total of each week stays exact; how weekdays differ cannot be known. If you can export sales by day, import those.`,
      count: weeks,
    },
  ];
}

const monthlyRows = (one: string, months: number): QualityFinding => ({
  id: 'monthly_rows',
  severity: 'notice',
  title: `This file has one ${one} a month`,
  detail:
    'OrderNimbus plans by day: the units of each month are spread over its days by chance, as single sales fall. The total of each month stays exact; what its weeks and weekdays sell cannot be known. If you can export sales by day or week, import those.',
  count: months,
});

const oneDayOfMonth = (months: number): QualityFinding => ({
  id: 'one_day_of_month',
  severity: 'notice',
  title: 'All sales are on one day of the month',
  detail: 'As you said, nothing is sold on the other days.',
  count: months,
});

async function describePromotions(input: PreviewInput): Promise<QualityFinding[]> {
  const { mapping, inspection, source, work } = input;
  const column = mapping.columns.find(({ meaning }) => meaning === 'promotion');
  if (!column) return [];
  if (mapping.layout !== 'long') {
    return [
      {
        id: 'promotions_not_used',
        severity: 'notice',
        title: `The column "${inspection.columns[column.index]?.header}" is not used`,
        detail:
          'Promotions are read from tables of daily sales only: an order names them where something was sold, never where nothing was. Bring them in by Calendar > From a file.',
        count: 0,
      },
    ];
  }
  const { promotions, itemDays } = await countPromotions(source, work);
  if (promotions > mostCalendarEntries) return describeLeftOut(promotions);
  return [
    {
      id: 'promotions',
      severity: promotions > 0 ? 'info' : 'notice',
      title: `${counted(promotions, 'promotion')} on ${counted(itemDays, 'item-day')}`,
      detail:
        promotions > 0
          ? 'Days in a row are one promotion. They come into the calendar, where the next forecast learns from them, and are taken back with this import.'
          : `No row of "${inspection.columns[column.index]?.header}" says that there was one.`,
      count: promotions,
    },
  ];
}
