import type { RowPeriod } from '@ordernimbus/contracts';

/** What a row of a daily table covers, in SQL over its `day`. */
interface RowSpan {
  readonly first: string;
  readonly last: string;
  /** How many days that is. */
  readonly days: string;
}

export const rowSpanSql: Readonly<Record<RowPeriod, RowSpan>> = {
  day: { first: 'day', last: 'day', days: '1' },
  week_from: { first: 'day', last: 'day + 6', days: '7' },
  week_until: { first: 'day - 6', last: 'day', days: '7' },
  month: {
    first: "date_trunc('month', day)::DATE",
    last: 'last_day(day)',
    days: "datepart('day', last_day(day))",
  },
};
