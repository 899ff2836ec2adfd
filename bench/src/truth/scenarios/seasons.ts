import { drawNormal } from '../../random/draw-counts.ts';
import {
  blackFridayOf,
  christmasOf,
  drawFactors,
  easterOf,
  summerOf,
  weekOf,
  weekOfDays,
  yearWave,
  yearWaveOfWeeks,
} from '../patterns.ts';
import { daily, monthly, type ScenarioPlan, weekly } from '../scenario.ts';

/** Days of three years without a leap day. */
const THREE_YEARS = 3 * 365;

/** Shops whose sales change by the time of the year or of the month. */
export const seasonScenarios: readonly ScenarioPlan[] = [
  daily({
    name: 'year-shared',
    title: 'All items have the same strong year, of which two are known',
    start: '2023-05-01',
    sells: ({ level }) => ({ mean: (step) => level * weekOf(step) * yearWave(step, 0.6, 100) }),
  }),
  daily({
    name: 'year-own',
    title: 'Each item has a year of its own, of which three are known',
    start: '2022-05-01',
    history: THREE_YEARS,
    sells: ({ level, random }) => {
      const upAt = 365 * random();
      const swing = 0.8 * random();
      return { mean: (step) => level * weekOf(step) * yearWave(step, swing, upAt) };
    },
  }),
  daily({
    name: 'payday',
    title: 'Twice as much is sold on the first and from the fifteenth of the month, three days each',
    level: { median: 8, spread: 0.8 },
    sells: ({ level }) => ({
      mean: (step) => {
        const { dayOfMonth } = step;
        const isPaid = dayOfMonth <= 3 || (dayOfMonth >= 15 && dayOfMonth <= 17);
        return level * weekOf(step) * (isPaid ? 1.8 : 0.9);
      },
    }),
  }),
  daily({
    name: 'christmas',
    title: 'December rises to three times the usual, seen twice and told by no column',
    start: '2022-11-01',
    history: 760,
    sells: ({ level }) => ({ mean: (step) => level * weekOf(step) * christmasOf(step) }),
  }),
  daily({
    name: 'christmas-first',
    title: 'The history ends after the first Christmas that was seen',
    start: '2024-01-08',
    history: 358,
    level: { median: 8, spread: 0.8 },
    sells: ({ level }) => ({ mean: (step) => level * weekOf(step) * christmasOf(step) }),
  }),
  daily({
    name: 'black-friday',
    title: 'Black Friday sells four times the usual, seen twice on other dates and told by no column',
    start: '2021-12-06',
    history: 1078,
    level: { median: 6, spread: 0.8 },
    sells: ({ level }) => ({ mean: (step) => level * weekOf(step) * blackFridayOf(step) }),
  }),
  daily({
    name: 'black-friday-half',
    title:
      'Half the items sell four times the usual on Black Friday, the others the usual; no column tells which',
    start: '2021-12-06',
    history: 1078,
    level: { median: 6, spread: 0.8 },
    sells: ({ level, index }) => ({
      mean: (step) => level * weekOf(step) * (index % 2 === 0 ? blackFridayOf(step) : 1),
    }),
  }),
  daily({
    name: 'easter',
    title:
      'Ten days before Easter sell two and a half times the usual, seen twice on other dates and told by no column',
    start: '2022-06-01',
    history: 1035,
    level: { median: 6, spread: 0.8 },
    sells: ({ level }) => ({ mean: (step) => level * weekOf(step) * easterOf(step) }),
  }),
  daily({
    name: 'quarter-ahead',
    title: 'All items have the same year, of which two are known; 91 days ahead',
    horizon: 91,
    sells: ({ level }) => ({ mean: (step) => level * weekOf(step) * yearWave(step, 0.5, 105) }),
  }),
  daily({
    name: 'year-ahead',
    title: 'Items have years that differ a little, of which three are known; 365 days ahead',
    start: '2021-01-04',
    history: THREE_YEARS,
    horizon: 365,
    series: 60,
    sells: ({ level, random }) => {
      const upAt = 100 + 30 * drawNormal(random);
      return { mean: (step) => level * weekOf(step) * yearWave(step, 0.5, upAt) };
    },
  }),
  daily({
    name: 'summer',
    title: 'Sold from late May to early September alone; the fourth summer has just begun',
    start: '2021-01-01',
    history: THREE_YEARS + 150,
    sells: ({ level }) => ({ mean: (step) => level * weekOf(step) * summerOf(step) }),
  }),
  daily({
    name: 'summer-high-volume',
    title: 'Sold in summer alone, some two thousand units a day; the fourth summer has just begun',
    start: '2021-01-01',
    history: THREE_YEARS + 150,
    level: { median: 2000, spread: 0.8 },
    dispersion: 8,
    sells: ({ level }) => ({ mean: (step) => level * weekOf(step) * summerOf(step) }),
  }),
  daily({
    name: 'summer-month-old',
    title: 'Sold in summer alone; the fourth summer is a month old',
    start: '2021-01-01',
    history: THREE_YEARS + 175,
    sells: ({ level }) => ({ mean: (step) => level * weekOf(step) * summerOf(step) }),
  }),
  weekly({
    name: 'weekly-year-own',
    title: 'Each item has a year of its own, of which three are known',
    history: 156,
    horizon: 13,
    sells: ({ level, random }) => {
      const upAt = 52 * random();
      const swing = 0.8 * random();
      return { mean: (step) => level * yearWaveOfWeeks(step, swing, upAt) };
    },
  }),
  weekly({
    name: 'weekly-year-shared',
    title: 'All items have the same strong year, of which two and a half are known',
    history: 130,
    horizon: 13,
    sells: ({ level }) => ({ mean: (step) => level * yearWaveOfWeeks(step, 0.6, 10) }),
  }),
  weekly({
    name: 'weekly-christmas',
    title:
      'Four weeks before Christmas sell two and a half times the usual; seen twice, and the first of the third',
    history: 152,
    sells: ({ level }) => ({
      mean: ({ dayOfYear }) => level * (dayOfYear >= 330 && dayOfYear <= 357 ? 2.5 : 1),
    }),
  }),
  weekly({
    name: 'weekly-summer',
    title: 'Sold from late May to early September alone; the fourth summer begins with the weeks to forecast',
    history: 3 * 52 + 21,
    sells: ({ level }) => ({ mean: (step) => level * summerOf(step) }),
  }),
  weekly({
    name: 'weekly-black-friday',
    title: 'The week of Black Friday sells nearly twice the usual; seen twice',
    start: '2021-12-06',
    history: 152,
    sells: ({ level }) => ({ mean: (step) => level * weekOfDays(step, blackFridayOf) }),
  }),
  weekly({
    name: 'weekly-easter',
    title: 'Ten days before Easter sell two and a half times the usual; seen twice, in other weeks',
    start: '2022-05-02',
    history: 152,
    sells: ({ level }) => ({ mean: (step) => level * weekOfDays(step, easterOf) }),
  }),
  weekly({
    name: 'weekly-half-year-ahead',
    title: 'Items have years that differ a little, of which two are known; 26 weeks ahead',
    horizon: 26,
    sells: ({ level, random }) => {
      const upAt = 15 + 8 * drawNormal(random);
      return { mean: (step) => level * yearWaveOfWeeks(step, 0.5, upAt) };
    },
  }),
  monthly({
    name: 'monthly-year-own',
    title: 'Each item has a year and a trend of its own',
    level: { median: 200, spread: 0.8 },
    dispersion: 30,
    sells: ({ level, random }) => {
      const year = drawFactors(12, 0.3, random);
      const growth = 0.15 * drawNormal(random);
      return { mean: ({ at, month }) => level * (year[month] as number) * Math.exp((growth * at) / 12) };
    },
  }),
  monthly({
    name: 'monthly-year-shared',
    title: 'All items have the same year, of which three are known',
    history: 36,
    sells: ({ level, shopRandom }) => {
      const year = drawFactors(12, 0.4, shopRandom);
      return { mean: ({ month }) => level * (year[month] as number) };
    },
  }),
];
