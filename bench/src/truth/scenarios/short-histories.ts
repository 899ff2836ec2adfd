import { drawSpells, weekOf } from '../patterns.ts';
import { daily, type ScenarioPlan, weekly } from '../scenario.ts';

/** A young shop of so many days in which nothing but the weekday counts. */
const youngShop = (days: number): ScenarioPlan =>
  daily({
    name: `short-${days}`,
    title: `The shop opened ${days} days ago; all items have the same busy weekdays`,
    start: '2024-10-01',
    history: days,
    sells: ({ level }) => ({ mean: (step) => level * weekOf(step) }),
  });

/** The same with promotions that sell three times the usual. */
const youngShopWithPromotions = (days: number): ScenarioPlan =>
  daily({
    name: `short-${days}-promotion`,
    title: `The shop opened ${days} days ago; promotions sell three times the usual`,
    start: '2024-10-01',
    history: days,
    sells: ({ level, steps, random }) => {
      const on = drawSpells(steps, 0.03, 4, random);
      return {
        known: ({ at }) => ({ promotion: on[at] ? 1 : 0 }),
        mean: (step) => level * weekOf(step) * (on[step.at] ? 3 : 1),
      };
    },
  });

/** Shops, or some of their items, of which little is known yet. */
export const shortHistoryScenarios: readonly ScenarioPlan[] = [
  daily({
    name: 'launches',
    title: 'A quarter of the items is 20 days old, the others two years',
    sells: ({ index, level }) => ({
      firstStep: index % 4 === 0 ? 710 : 0,
      mean: (step) => level * weekOf(step),
    }),
  }),
  youngShop(30),
  youngShopWithPromotions(40),
  youngShop(60),
  youngShopWithPromotions(60),
  daily({
    name: 'short-60-growth',
    title: 'The shop opened 60 days ago and grows by half in 50 days',
    start: '2024-10-01',
    history: 60,
    sells: ({ level }) => ({ mean: (step) => level * weekOf(step) * Math.exp((step.at - 60) / 120) }),
  }),
  weekly({
    name: 'weekly-short-20-promotion',
    title: 'The shop opened 20 weeks ago; promotions sell two and a half times the usual',
    history: 20,
    sells: ({ level, steps, random }) => {
      const on = drawSpells(steps, 0.12, 1, random);
      return {
        known: ({ at }) => ({ promotion: on[at] ? 1 : 0 }),
        mean: ({ at }) => level * (on[at] ? 2.5 : 1),
      };
    },
  }),
];
