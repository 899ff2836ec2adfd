const MILLISECONDS = 86_400_000;

/** A feast that has its own date each year, and the days from it on which sales follow that date. */
export interface Feast {
  readonly name: 'New Year' | 'Black Friday' | 'Easter';
  /** Its day, since 1970-01-01. */
  readonly dayIn: (year: number) => number;
  readonly first: number;
  readonly last: number;
}

/** 15 December to 6 January. */
const NEW_YEAR: Feast = { name: 'New Year', dayIn: newYear, first: -17, last: 5 };
/** The week up to it, and the days to the Monday after it and beyond. */
export const BLACK_FRIDAY: Feast = { name: 'Black Friday', dayIn: blackFriday, first: -7, last: 4 };
export const EASTER: Feast = { name: 'Easter', dayIn: easterSunday, first: -10, last: 2 };

/** A week may be named by its first day or by its last: those with the feast, those before, and the one after. */
export const BLACK_FRIDAY_WEEKS: Feast = { ...BLACK_FRIDAY, first: -13, last: 7 };
export const EASTER_WEEKS: Feast = { ...EASTER, first: -20, last: 7 };
/** The weeks from Black Friday on, as far as they are not its own. */
const NEW_YEAR_WEEKS: Feast = { ...NEW_YEAR, first: -40, last: 11 };

/** By the days of a step; the first that is near counts. */
const FEASTS = {
  1: [NEW_YEAR, BLACK_FRIDAY, EASTER],
  7: [BLACK_FRIDAY_WEEKS, EASTER_WEEKS, NEW_YEAR_WEEKS],
} as const;

/** Days since 1970-01-01 as days from the feast of the same year; NaN outside of those around it. */
export function daysFrom({ dayIn, first, last }: Feast, day: number): number {
  const days = day - dayIn(yearOf(day));
  return days >= first && days <= last ? days : Number.NaN;
}

/** One of the feasts, of a year. */
export interface NearFeast {
  readonly feast: Feast;
  readonly year: number;
}

/**
 * The feast on whose days a step lies; undefined where none is near.
 * @param day since 1970-01-01, of a week the one that names it
 * @param days of a step
 */
export function feastNear(day: number, days: 1 | 7): NearFeast | undefined {
  const year = yearOf(day);
  for (const feast of FEASTS[days]) {
    for (const nearest of [year, year + 1]) {
      const from = day - feast.dayIn(nearest);
      if (from >= feast.first && from <= feast.last) return { feast, year: nearest };
    }
  }
  return undefined;
}

/** Steps from the feast of so many years before to this one. */
export const stepsSince = ({ feast: { dayIn }, year }: NearFeast, years: number, days: 1 | 7): number =>
  Math.round((dayIn(year) - dayIn(year - years)) / days);

const yearOf = (day: number): number => new Date(day * MILLISECONDS).getUTCFullYear();

function newYear(year: number): number {
  return Date.UTC(year, 0, 1) / MILLISECONDS;
}

/** The day after the fourth Thursday of November, since 1970-01-01. */
export function blackFriday(year: number): number {
  const first = Date.UTC(year, 10, 1) / MILLISECONDS;
  const weekday = (((first + 3) % 7) + 7) % 7;
  return first + ((3 - weekday + 7) % 7) + 22;
}

/** Easter Sunday of the Gregorian calendar, since 1970-01-01 (Meeus 1991, Astronomical Algorithms, chapter 8). */
export function easterSunday(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return Date.UTC(year, Math.floor(n / 31) - 1, (n % 31) + 1) / MILLISECONDS;
}
