import { drawNormal } from '../../random/draw-counts.ts';
import { weekOf } from '../patterns.ts';
import { daily, type Product, type ScenarioPlan, weekly } from '../scenario.ts';

/** Steps of history of a daily shop. */
const DAYS = 730;
const BRISK = { median: 8, spread: 0.8 } as const;

/** Two and a half times or two fifths of the level before, by chance; every second item stays as it was. */
const drawShift = ({ index, random }: Product): number => (index % 2 === 1 ? 1 : random() < 0.5 ? 2.5 : 0.4);

/** All items fall to three fifths of their level so many days before the history ends. */
const shiftOfAll = (days: number): ScenarioPlan =>
  daily({
    name: `shift-all-${days}`,
    title: `The whole shop fell to three fifths ${days} days ago`,
    level: BRISK,
    sells: ({ level }) => ({
      mean: (step) => level * weekOf(step) * (step.at >= DAYS - days ? 0.6 : 1),
    }),
  });

/** Shops whose level moves: trends, sudden shifts, and items that run out. */
export const shiftScenarios: readonly ScenarioPlan[] = [
  daily({
    name: 'growth',
    title: 'All items grow alike, by two thirds a year',
    sells: ({ level }) => ({ mean: (step) => level * weekOf(step) * Math.exp((0.5 * step.at) / 365) }),
  }),
  daily({
    name: 'trends',
    title: 'Each item grows or shrinks at a rate of its own',
    sells: ({ level, random }) => {
      const growth = 0.8 * drawNormal(random);
      return {
        mean: (step) => level * weekOf(step) * Math.exp((growth * (step.at - DAYS)) / 365),
      };
    },
  }),
  daily({
    name: 'intermittent-trends',
    title: 'Slow movers that grow or shrink, each at a rate of its own',
    series: 500,
    dispersion: 0.3,
    sells: ({ level, random }) => {
      const growth = 0.8 * drawNormal(random);
      return { mean: ({ at }) => 0.3 * level * Math.exp((growth * (at - DAYS)) / 365) };
    },
  }),
  daily({
    name: 'shift-some',
    title: 'Half of the items rose to 2.5 times or fell to two fifths 30 days ago',
    level: BRISK,
    sells: (product) => {
      const shift = drawShift(product);
      return { mean: (step) => product.level * weekOf(step) * (step.at >= DAYS - 30 ? shift : 1) };
    },
  }),
  ...[21, 45, 75].map(shiftOfAll),
  daily({
    name: 'shift-location',
    title: 'One of four shops fell to three fifths 30 days ago',
    series: 240,
    level: BRISK,
    sells: ({ index, level }) => ({
      location: `shop-${index % 4}`,
      mean: (step) => level * weekOf(step) * (step.at >= DAYS - 30 && index % 4 === 1 ? 0.6 : 1),
    }),
  }),
  daily({
    name: 'end-of-life',
    title:
      'A quarter of the items fades away, from 40 days before the end of the history to 20 days after it',
    sells: ({ index, level, random }) => {
      const end = index % 4 === 0 ? DAYS - 40 + Math.floor(60 * random()) : Number.POSITIVE_INFINITY;
      return {
        mean: (step) => level * weekOf(step) * (step.at > end ? Math.exp(-(step.at - end) / 10) : 1),
      };
    },
  }),
  weekly({
    name: 'weekly-shift-some',
    title: 'Half of the items rose to 2.5 times or fell to two fifths 10 weeks ago',
    sells: (product) => {
      const shift = drawShift(product);
      return { mean: ({ at }) => product.level * (at >= 94 ? shift : 1) };
    },
  }),
  weekly({
    name: 'weekly-shift-all',
    title: 'The whole shop fell to three fifths 8 weeks ago',
    sells: ({ level }) => ({ mean: ({ at }) => level * (at >= 96 ? 0.6 : 1) }),
  }),
];
