import { locale } from './locale.ts';

const dayMs = 86_400_000;
const formats = {
  short: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }),
  long: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }),
  week: new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  }),
  month: new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' }),
  'month-alone': new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' }),
  time: new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }),
  relative: new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }),
};

/** Calendar days carry no zone; all arithmetic on them is done at UTC midnight. */
export const dayToMs = (day: string) => Date.parse(`${day}T00:00:00Z`);
export const msToDay = (ms: number) => new Date(ms).toISOString().slice(0, 10);
export const addDays = (day: string, count: number) => msToDay(dayToMs(day) + count * dayMs);
export const daysBetween = (from: string, to: string) => Math.round((dayToMs(to) - dayToMs(from)) / dayMs);

export function formatDay(
  day: string | null | undefined,
  style: 'short' | 'long' | 'week' | 'month' | 'month-alone' = 'long',
) {
  return day ? formats[style].format(dayToMs(day)) : '–';
}

function localToday(now: Date): string {
  return msToDay(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()));
}

/** Relative up to seven days, then the date. */
export function formatInstant(instant: string | null | undefined, now = new Date()): string {
  if (!instant) return '–';
  const at = new Date(instant);
  const seconds = (now.getTime() - at.getTime()) / 1000;
  if (seconds >= 0 && seconds < 60) return 'just now';
  if (seconds >= 0 && seconds < 3600) return formats.relative.format(-Math.round(seconds / 60), 'minute');
  const day = localToday(at);
  const days = daysBetween(localToday(now), day);
  if (Math.abs(days) >= 7) return formatDay(day);
  return `${formats.relative.format(days, 'day')} ${formats.time.format(at)}`;
}

/** How far away a calendar day is, seen from another: today, in 3 days, 12 Dec. */
export function formatDayFrom(day: string, from: string): string {
  const days = daysBetween(from, day);
  return Math.abs(days) <= 7 ? formats.relative.format(days, 'day') : formatDay(day, 'short');
}
