/**
 * Dates as text, read into minutes since 1970 (a local clock; offsets are not applied, since a shop's day is the
 * day on its own clock). Day-first or month-first is decided for the whole column.
 */
export type DateReading =
  | { readonly ok: true; readonly minutes: Float64Array; readonly hasTime: boolean }
  | { readonly ok: false; readonly value: string; readonly reason: string };

const time = String.raw`(?:[T ](\d{1,2}):(\d{2})(?::\d{2}(?:[.,]\d+)?)?)?\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?`;
const yearFirst = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})${time}$`);
const compact = /^(\d{4})(\d{2})(\d{2})$/;
const yearLast = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4})${time}$`);
const yearMonth = /^(\d{4})[-/](\d{1,2})$/;
const yearQuarter = /^(\d{4})[- ]?Q([1-4])$/i;
const yearWeek = /^(\d{4})-?W(\d{2})$/i;
const yearOnly = /^(\d{4})$/;

const minutesPerDay = 1440;

/** Days since 1970 of a civil date, NaN when there is no such day. */
export function daysOf(year: number, month: number, day: number): number {
  if (month < 1 || month > 12 || day < 1) return Number.NaN;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 ? date.getTime() / 86_400_000 : Number.NaN;
}

function clock(hours: string | undefined, minutes: string | undefined): number {
  if (hours === undefined || minutes === undefined) return 0;
  const total = Number(hours) * 60 + Number(minutes);
  return Number(hours) < 24 && Number(minutes) < 60 ? total : Number.NaN;
}

/** Days since 1970 of the Monday of an ISO week, NaN when the year has no such week. */
export function mondayOfIsoWeek(year: number, week: number): number {
  const first = firstMonday(year);
  const monday = first + (week - 1) * 7;
  return week >= 1 && monday < firstMonday(year + 1) ? monday : Number.NaN;
}

/** The ISO week that begins on a Monday, given in days since 1970: "2024-W05". */
export function isoWeekOf(monday: number): string {
  const year = new Date((monday + 3) * 86_400_000).getUTCFullYear();
  const week = 1 + (monday - firstMonday(year)) / 7;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/** Monday of the ISO week that has the 4th of January. */
function firstMonday(year: number): number {
  const fourth = daysOf(year, 1, 4);
  return fourth - ((((fourth + 3) % 7) + 7) % 7);
}

function readOne(text: string, dayFirst: boolean): number {
  let match = yearFirst.exec(text);
  if (match) {
    return (
      daysOf(Number(match[1]), Number(match[2]), Number(match[3])) * minutesPerDay + clock(match[4], match[5])
    );
  }
  match = yearLast.exec(text);
  if (match) {
    const [first, second] = [Number(match[1]), Number(match[3])];
    const days = dayFirst ? daysOf(Number(match[4]), second, first) : daysOf(Number(match[4]), first, second);
    return days * minutesPerDay + clock(match[5], match[6]);
  }
  match = compact.exec(text);
  if (match) return daysOf(Number(match[1]), Number(match[2]), Number(match[3])) * minutesPerDay;
  match = yearMonth.exec(text);
  if (match) return daysOf(Number(match[1]), Number(match[2]), 1) * minutesPerDay;
  match = yearQuarter.exec(text);
  if (match) return daysOf(Number(match[1]), Number(match[2]) * 3 - 2, 1) * minutesPerDay;
  match = yearWeek.exec(text);
  if (match) return mondayOfIsoWeek(Number(match[1]), Number(match[2])) * minutesPerDay;
  match = yearOnly.exec(text);
  if (match) return daysOf(Number(match[1]), 1, 1) * minutesPerDay;
  return Number.NaN;
}

/** Length of time that a date names, with its article. */
export function precisionOf(text: string): string {
  if (yearMonth.test(text)) return 'a month';
  if (yearQuarter.test(text)) return 'a quarter';
  if (yearWeek.test(text)) return 'a week';
  if (yearOnly.test(text)) return 'a year';
  const match = yearFirst.exec(text) ?? yearLast.exec(text);
  const hours = match && (yearFirst.test(text) ? match[4] : match[5]);
  return hours === undefined || hours === null ? 'a day' : 'a time of day';
}

/** @param values the distinct texts of the column, trimmed, in the order of the file: of several faults the first is told */
export function readDates(values: readonly string[]): DateReading {
  let dayFirst: boolean | undefined;
  let undecided: string | undefined;
  for (const value of values) {
    const match = yearLast.exec(value);
    if (!match) continue;
    const [first, second] = [Number(match[1]), Number(match[3])];
    if (match[2] === '.' || first > 12) {
      if (dayFirst === false) return { ok: false, value, reason: mixedOrder };
      dayFirst = true;
    } else if (second > 12) {
      if (dayFirst === true) return { ok: false, value, reason: mixedOrder };
      dayFirst = false;
    } else if (first !== second) undecided ??= value;
  }
  if (dayFirst === undefined && undecided !== undefined) {
    return {
      ok: false,
      value: undecided,
      reason: 'can be read day first or month first and no other date decides it; write dates as 2024-05-31',
    };
  }
  const minutes = new Float64Array(values.length);
  let hasTime = false;
  for (const [index, value] of values.entries()) {
    const read = readOne(value, dayFirst ?? false);
    if (Number.isNaN(read)) {
      return { ok: false, value, reason: 'is not a date; write dates as 2024-05-31' };
    }
    minutes[index] = read;
    if (read % minutesPerDay !== 0) hasTime = true;
  }
  return { ok: true, minutes, hasTime };
}

const mixedOrder = 'does not fit the order of day and month of the other dates; write dates as 2024-05-31';
