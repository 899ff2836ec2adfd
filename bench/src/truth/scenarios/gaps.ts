import { drawSpells, weekOf } from '../patterns.ts';
import { daily, type ScenarioPlan } from '../scenario.ts';

/** Steps of history of a daily shop. */
const DAYS = 730;
/** Weekday on which a shop is closed. */
const SUNDAY = 6;

/** Shops that could not sell on some days, and whose files say so or not. */
export const gapScenarios: readonly ScenarioPlan[] = [
  daily({
    name: 'out-of-stock-told',
    title: 'Items are out of stock for some days now and then, and the file says when',
    tellsStock: true,
    sells: ({ level, steps, random }) => {
      const out = drawSpells(steps, 0.02, 12, random);
      return { mean: (step) => level * weekOf(step), outOfStock: ({ at }) => out[at] === true };
    },
  }),
  daily({
    name: 'out-of-stock-untold',
    title: 'Items are out of stock now and then, not in the last 15 days, and the file does not say when',
    sells: ({ level, steps, random }) => {
      const out = drawSpells(steps, 0.01, 12, random).fill(false, DAYS - 15);
      return { mean: (step) => level * weekOf(step), outOfStock: ({ at }) => out[at] === true };
    },
  }),
  daily({
    name: 'out-of-stock-at-end',
    title: 'Every second item was out of stock for the last 30 days, as the file says, and is back',
    tellsStock: true,
    sells: ({ index, level, steps, random }) => {
      const out = drawSpells(steps, 0.01, 8, random);
      if (index % 2 === 1) out.fill(true, DAYS - 30, DAYS);
      return { mean: (step) => level * weekOf(step), outOfStock: ({ at }) => out[at] === true };
    },
  }),
  daily({
    name: 'closed-sundays',
    title: 'Closed on Sundays, of which the file has no rows',
    sells: ({ level }) => ({
      mean: (step) => (step.weekday === SUNDAY ? 0 : level * weekOf(step)),
      unrecorded: ({ weekday }) => weekday === SUNDAY,
    }),
  }),
];
