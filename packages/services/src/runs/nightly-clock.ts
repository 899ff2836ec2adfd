import { dayNumber, isoDay } from './calendar-days.ts';

/** What the clock of a shop's nights depends on. */
export interface NightlyClock {
  readonly timeZone: string;
  /** HH:MM by the shop's clock */
  readonly nightlyAt: string;
  /** day of the last night that had its turn */
  readonly lastNightlyOn: string | null;
  readonly createdAt: Date;
}

const minuteMs = 60_000;
const minutesOfDay = 24 * 60;
/** A night that nobody was there for is made up until the next one is closer than this. */
const closestNightMinutes = 2 * 60;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Calendar day and minute of the day at a place. An unknown time zone counts as UTC. */
function localTime(instant: Date, timeZone: string): { day: string; minute: number } {
  let format = formats.get(timeZone);
  if (!format) {
    const fields = {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    } as const;
    try {
      format = new Intl.DateTimeFormat('en-CA', { ...fields, timeZone });
    } catch {
      format = new Intl.DateTimeFormat('en-CA', { ...fields, timeZone: 'UTC' });
    }
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  return {
    day: `${parts.year}-${parts.month}-${parts.day}`,
    minute: Number(parts.hour) * 60 + Number(parts.minute),
  };
}

/** The calendar day at a place. */
export const localDay = (instant: Date, timeZone: string): string => localTime(instant, timeZone).day;

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
const dayAfter = (day: string, days: number): string => isoDay(dayNumber(day) + days);

/** The last night that had its turn; a shop's first night is the one after the day it was made. */
const lastNight = ({ lastNightlyOn, createdAt, timeZone }: NightlyClock): string =>
  lastNightlyOn ?? localTime(createdAt, timeZone).day;

/**
 * The local day whose nightly run is due now. A night that was missed is made up, across midnight too, unless the next
 * one is about to come; several are made up by one.
 */
export function dueNight(clock: NightlyClock, now: Date): string | undefined {
  const { day, minute } = localTime(now, clock.timeZone);
  const start = minuteOf(clock.nightlyAt);
  const night = minute >= start ? day : dayAfter(day, -1);
  const late = minute >= start ? minute - start : minute - start + minutesOfDay;
  return lastNight(clock) < night && late <= minutesOfDay - closestNightMinutes ? night : undefined;
}

/**
 * When the next nightly run is due: now, where one is. On the night on which the clock is put forward over the hour it is
 * the first minute after the gap, as the look at the clock finds it; where the hour comes twice it is the first.
 */
export function nextNight(clock: NightlyClock, now: Date): Date {
  if (dueNight(clock, now)) return now;
  const { day, minute } = localTime(now, clock.timeZone);
  const start = minuteOf(clock.nightlyAt);
  let night = minute < start ? day : dayAfter(day, 1);
  if (night <= lastNight(clock)) night = dayAfter(lastNight(clock), 1);
  const asUtc = dayNumber(night) * minutesOfDay * minuteMs + start * minuteMs;
  const offsetAt = (instant: number): number => {
    const local = localTime(new Date(instant), clock.timeZone);
    return dayNumber(local.day) * minutesOfDay + local.minute - Math.floor(instant / minuteMs);
  };
  const halfDay = (minutesOfDay / 2) * minuteMs;
  const offsets = [offsetAt(asUtc - halfDay), offsetAt(asUtc + halfDay)];
  let at = asUtc - Math.max(...offsets) * minuteMs;
  const last = asUtc - Math.min(...offsets) * minuteMs;
  for (; at < last; at += minuteMs) {
    const local = localTime(new Date(at), clock.timeZone);
    if (local.day > night || (local.day === night && local.minute >= start)) break;
  }
  return new Date(at);
}
