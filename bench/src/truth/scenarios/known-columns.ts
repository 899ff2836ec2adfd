import {
  drawFactors,
  drawPrices,
  drawSpells,
  drawTemperatures,
  drawWalk,
  weekOf,
  yearWave,
} from '../patterns.ts';
import { daily, type Product, type SalesPlan, type ScenarioPlan, weekly } from '../scenario.ts';

/** Steps of history of a daily shop. */
const DAYS = 730;
/** Month and day of what the holiday column marks. */
const HOLIDAYS = ['01-01', '01-10', '02-14', '04-01', '05-01', '07-04', '09-01', '11-25', '12-24'];

const promotionColumn = (on: readonly boolean[]) => ({
  known: ({ at }: { readonly at: number }) => ({ promotion: on[at] ? 1 : 0 }),
});

/** Promotions of some days, which sell `uplift` times the usual. */
function promoted({ level, steps, random }: Product, uplift: number): SalesPlan {
  const on = drawSpells(steps, 0.02, 5, random);
  return {
    ...promotionColumn(on),
    mean: (step) => level * weekOf(step) * (on[step.at] ? uplift : 1),
  };
}

/** The same for shops of few items: three of the days to forecast are a promotion for sure. */
function promotedSoon({ level, steps, random }: Product): SalesPlan {
  const on = drawSpells(steps, 0.02, 5, random).fill(true, DAYS + 5, DAYS + 8);
  return {
    ...promotionColumn(on),
    mean: (step) => level * weekOf(step) * (on[step.at] ? 3 : 1),
  };
}

/** Prices that sell (price / usual price) to the power of `elasticity` times the usual. */
function priced({ level, steps, random }: Product, elasticity: number): SalesPlan {
  const { base, prices } = drawPrices(steps, random);
  const priceAt = (at: number): number => prices[at] as number;
  return {
    known: ({ at }) => ({ price: priceAt(at) }),
    mean: (step) => level * weekOf(step) * (priceAt(step.at) / base) ** elasticity,
  };
}

/** Shops whose files tell what moves their sales, for the future too. */
export const knownColumnScenarios: readonly ScenarioPlan[] = [
  daily({
    name: 'promotion',
    title: 'Promotions sell three times the usual',
    sells: (product) => promoted(product, 3),
  }),
  daily({
    name: 'promotion-own',
    title: 'Promotions sell one to five times the usual, each item has its own factor',
    sells: (product) => promoted(product, 1 + 4 * product.random()),
  }),
  daily({
    name: 'promotion-aftermath',
    title: 'Promotions sell three times the usual, and the three days after them half of it',
    sells: ({ level, steps, random }) => {
      const on = drawSpells(steps, 0.02, 5, random);
      const isAfter = (at: number): boolean => [1, 2, 3].some((days) => on[at - days]);
      return {
        ...promotionColumn(on),
        mean: (step) => level * weekOf(step) * (on[step.at] ? 3 : isAfter(step.at) ? 0.5 : 1),
      };
    },
  }),
  daily({
    name: 'promotion-one-item',
    title: 'A shop of one item whose promotions sell three times the usual',
    series: 1,
    level: { median: 30, spread: 0.1 },
    sells: promotedSoon,
  }),
  daily({
    name: 'promotion-five-items',
    title: 'A shop of five items whose promotions sell three times the usual',
    series: 5,
    level: { median: 20, spread: 0.3 },
    sells: promotedSoon,
  }),
  daily({
    name: 'price',
    title: 'Prices change now and then, and all items have an elasticity of -2',
    sells: (product) => priced(product, -2),
  }),
  daily({
    name: 'price-own',
    title: 'Prices change now and then, and each item has its own elasticity between 0 and -4',
    level: { median: 8, spread: 0.8 },
    sells: (product) => priced(product, -4 * product.random()),
  }),
  daily({
    name: 'holiday',
    title: 'Nine holidays a year sell three times the usual; the file marks them ahead',
    sells: ({ level }) => {
      const isHoliday = (date: string): boolean => HOLIDAYS.includes(date.slice(5));
      return {
        known: ({ date }) => ({ holiday: isHoliday(date) ? 1 : 0 }),
        mean: (step) => level * weekOf(step) * (isHoliday(step.date) ? 3 : 1),
      };
    },
  }),
  daily({
    name: 'temperature',
    title: 'A degree more sells 6 % more, and the temperature is known ahead',
    sells: ({ level, steps, shopRandom }) => {
      const temperatures = drawTemperatures(steps, shopRandom);
      const temperatureAt = (at: number): number => temperatures[at] as number;
      return {
        known: ({ at }) => ({ temperature: temperatureAt(at) }),
        mean: (step) => level * weekOf(step) * Math.exp(0.06 * (temperatureAt(step.at) - 12)),
      };
    },
  }),
  daily({
    name: 'composite',
    title: 'A bit of all: week and year of each item, promotions, a level that drifts, categories',
    level: { median: 5, spread: 1.1 },
    sells: ({ index, level, steps, random }) => {
      const weekday = drawFactors(7, 0.15, random);
      const swing = 0.3 * random();
      const upAt = 80 + 40 * random();
      const on = drawSpells(steps, 0.015, 6, random);
      const uplift = 1.5 + 2 * random();
      const drift = drawWalk(steps, DAYS, 0.012, random);
      return {
        ...promotionColumn(on),
        category: `category-${index % 8}`,
        mean: (step) =>
          level *
          weekOf(step) *
          (weekday[step.weekday] as number) *
          yearWave(step, swing, upAt) *
          (on[step.at] ? uplift : 1) *
          (drift[step.at] as number),
      };
    },
  }),
  weekly({
    name: 'weekly-promotion',
    title: 'Promotions sell two and a half times the usual',
    sells: ({ level, steps, random }) => {
      const on = drawSpells(steps, 0.1, 1, random);
      return { ...promotionColumn(on), mean: ({ at }) => level * (on[at] ? 2.5 : 1) };
    },
  }),
];
