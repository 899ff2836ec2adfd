import type { Random } from '@ordernimbus/engine';
import { drawNormal } from '../random/draw-counts.ts';
import type { Step } from './scenario.ts';

/** Shares of the week of a usual shop, Monday first; their mean is 1. */
const WEEK = [0.8, 0.7, 0.8, 0.9, 1.2, 1.6, 1];

/** What a weekday sells of the week's mean. */
export const weekOf = ({ weekday }: Step): number => WEEK[weekday] as number;

/** `count` factors around 1 (log-normal, `spread` = standard deviation of the logarithm). */
export const drawFactors = (count: number, spread: number, random: Random): readonly number[] =>
  Array.from({ length: count }, () => Math.exp(spread * drawNormal(random)));

/** A week of a series' own: shares whose mean is 1. */
export function drawWeek(random: Random): readonly number[] {
  const raw = drawFactors(7, 0.5, random);
  const mean = raw.reduce((sum, one) => sum + one, 0) / 7;
  return raw.map((one) => one / mean);
}

/** A wave of one year around 1. `upAt` = day of the year on which it rises through 1. */
export const yearWave = ({ dayOfYear }: Step, swing: number, upAt: number): number =>
  1 + swing * Math.sin((2 * Math.PI * (dayOfYear - upAt)) / 365);

/** The same on weeks counted from the first one. */
export const yearWaveOfWeeks = ({ at }: Step, swing: number, upAt: number): number =>
  1 + swing * Math.sin((2 * Math.PI * (at - upAt)) / 52.18);

/** Sold from late May to early September alone: a half wave of height 1, else 0. */
export const summerOf = ({ dayOfYear }: Step): number =>
  dayOfYear > 140 && dayOfYear < 250 ? Math.sin((Math.PI * (dayOfYear - 140)) / 110) : 0;

/** December rises to three times the usual until Christmas Eve and is weak after it. */
export function christmasOf({ month, dayOfMonth }: Step): number {
  if (month !== 11) return 1;
  return dayOfMonth <= 24 ? 1 + (2 * dayOfMonth) / 24 : 0.7;
}

/** Days of feasts that have another date each year, by year. */
const BLACK_FRIDAYS: Readonly<Record<string, string>> = {
  2021: '2021-11-26',
  2022: '2022-11-25',
  2023: '2023-11-24',
  2024: '2024-11-29',
};
const EASTERS: Readonly<Record<string, string>> = {
  2022: '2022-04-17',
  2023: '2023-04-09',
  2024: '2024-03-31',
  2025: '2025-04-20',
};

/** Days from this year's feast; far away where the year has none in the table. */
function daysFrom(feasts: Readonly<Record<string, string>>, date: string): number {
  const feast = feasts[date.slice(0, 4)];
  return feast === undefined ? 999 : Math.round((Date.parse(date) - Date.parse(feast)) / 86_400_000);
}

/** Four times the usual on Black Friday, twice until the Monday after it, hardly anything on Thanksgiving. */
export function blackFridayOf({ date }: Step): number {
  const days = daysFrom(BLACK_FRIDAYS, date);
  if (days === -1) return 0.2;
  if (days === 0) return 4;
  return days > 0 && days <= 3 ? 2 : 1;
}

/** Two and a half times the usual for ten days before Easter, hardly anything on Good Friday and Easter Sunday. */
export function easterOf({ date }: Step): number {
  const days = daysFrom(EASTERS, date);
  if (days === -2 || days === 0) return 0.1;
  if (days === 1) return 0.3;
  return days >= -10 && days < 0 ? 2.5 : 1;
}

/** Mean of a pattern of days over the week that begins with a step. */
export function weekOfDays(step: Step, pattern: (step: Step) => number): number {
  let sum = 0;
  for (let day = 0; day < 7; day++) {
    const date = new Date(Date.parse(step.date) + day * 86_400_000).toISOString().slice(0, 10);
    sum += pattern({ ...step, date });
  }
  return sum / 7;
}

/**
 * Spells that begin by chance and last some steps.
 * @param chance of a beginning at each step outside a spell
 * @param length mean steps of a spell beyond its first (exponential, rounded down)
 * @returns [step], whether a spell is on
 */
export function drawSpells(steps: number, chance: number, length: number, random: Random): boolean[] {
  const on = new Array<boolean>(steps).fill(false);
  let at = 0;
  while (at < steps) {
    if (random() < chance) {
      const end = at + 1 + Math.floor(-Math.log(1 - random()) * length);
      on.fill(true, at, end);
      at = end;
    }
    at++;
  }
  return on;
}

/**
 * Prices that change on some Mondays: 15 in 100 of them set a new price around the base.
 * @returns [step], in whole cents, and the base that they lie around
 */
export function drawPrices(steps: number, random: Random): { base: number; prices: readonly number[] } {
  const base = 5 + 10 * random();
  const prices: number[] = [];
  let price = base;
  for (let at = 0; at < steps; at++) {
    if (at % 7 === 0 && random() < 0.15) price = base * Math.exp(0.2 * drawNormal(random));
    prices.push(Math.round(price * 100) / 100);
  }
  return { base, prices };
}

/**
 * A random walk of the level's logarithm, which ends with the history: nobody can know the steps after it.
 * @returns [step], the factor by which the level has moved
 */
export function drawWalk(
  steps: number,
  history: number,
  stepSize: number,
  random: Random,
): readonly number[] {
  const factors = [1];
  let sum = 0;
  for (let at = 1; at < steps; at++) {
    if (at < history) sum += stepSize * drawNormal(random);
    factors.push(Math.exp(sum));
  }
  return factors;
}

/** Temperatures of days, °C: a year between 2 and 22 and weather that lasts some days. */
export function drawTemperatures(steps: number, random: Random): readonly number[] {
  let weather = 0;
  return Array.from({ length: steps }, (_, at) => {
    weather = 0.8 * weather + 2 * drawNormal(random);
    return Math.round((12 - 10 * Math.cos((2 * Math.PI * at) / 365) + weather) * 10) / 10;
  });
}
