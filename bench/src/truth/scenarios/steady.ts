import { drawWeek, weekOf, yearWave } from '../patterns.ts';
import { daily, monthly, type ScenarioPlan, weekly } from '../scenario.ts';

/** Shops in which nothing changes but by a week or a year that was seen often. */
export const steadyScenarios: readonly ScenarioPlan[] = [
  daily({
    name: 'flat-poisson',
    title: 'Every day has the same mean, and sales are Poisson distributed',
    dispersion: Number.POSITIVE_INFINITY,
    sells: ({ level }) => ({ mean: () => level }),
  }),
  daily({
    name: 'week-shared',
    title: 'All items have the same busy weekdays',
    sells: ({ level }) => ({ mean: (step) => level * weekOf(step) }),
  }),
  daily({
    name: 'week-own',
    title: 'Each item has busy weekdays of its own',
    level: { median: 12, spread: 0.8 },
    sells: ({ level, random }) => {
      const week = drawWeek(random);
      return { mean: ({ weekday }) => level * (week[weekday] as number) };
    },
  }),
  daily({
    name: 'high-volume',
    title: 'Some two thousand units a day with little chance in them, a week and a year that all items share',
    level: { median: 2000, spread: 0.8 },
    dispersion: 60,
    sells: ({ level }) => ({ mean: (step) => level * weekOf(step) * yearWave(step, 0.3, 100) }),
  }),
  daily({
    name: 'intermittent',
    title: 'Slow movers: few days with a sale, and then often several units',
    series: 500,
    dispersion: 0.08,
    sells: ({ level }) => ({ mean: () => 0.15 * level }),
  }),
  {
    name: 'hourly-shop',
    title: 'Hours of a shop that is open from 9 to 20 and sells most in the afternoon',
    frequency: 'H',
    start: '2024-01-01',
    history: 24 * 70,
    horizon: 48,
    series: 30,
    level: { median: 20, spread: 0.6 },
    dispersion: 15,
    sells: ({ level }) => ({
      mean: (step) =>
        step.hour >= 9 && step.hour < 20
          ? level * weekOf(step) * (1 + 0.6 * Math.sin((Math.PI * (step.hour - 9)) / 11))
          : 0,
    }),
  },
  weekly({
    name: 'weekly-flat',
    title: 'Every week has the same mean',
    sells: ({ level }) => ({ mean: () => level }),
  }),
  monthly({
    name: 'monthly-intermittent',
    title: 'Slow movers: few months with a sale, all with the same mean',
    series: 500,
    level: { median: 0.5, spread: 0.8 },
    dispersion: 0.4,
    sells: ({ level }) => ({ mean: () => level }),
  }),
];
