import type { ForecastExplanation as View } from '@ordernimbus/contracts';
import type { ExplanationBasis } from '@ordernimbus/data';
import type { ForecastExplanation } from '@ordernimbus/engine';
import { dayNumber, isoDay } from '../runs/calendar-days.ts';
import { sixDigits } from './six-digits.ts';

/** The explanation in the contract's shape. The weights are those that the run delivered; the others were left out. */
export function mapExplanation(
  row: ExplanationBasis,
  explained: ForecastExplanation | undefined,
): Pick<View, 'models' | 'extraordinary' | 'yearFactor' | 'youngDays' | 'boosted'> {
  const delivered = row.weights ?? [];
  const names = new Set(delivered.map(({ model }) => model));
  const tried = explained?.mix.models ?? [];
  const left = tried.filter(({ model }) => !names.has(model));
  const lossOf = (name: string): number | null => tried.find(({ model }) => model === name)?.loss ?? null;
  const rounded = (value: number | null): number | null =>
    value !== null && Number.isFinite(value) ? sixDigits(value) : null;
  const models = [...delivered, ...left.map((one) => ({ ...one, weight: 0 }))].map(
    ({ model, weight, loss }) => ({ model, weight: sixDigits(weight), loss: rounded(loss ?? lossOf(model)) }),
  );
  const firstDay = dayNumber(row.cutoff) + 1;
  const extraordinary = (explained?.extraordinary ?? []).map(({ back, quantity, taken }) => ({
    day: isoDay(firstDay - 1 - back),
    quantity: sixDigits(quantity),
    taken: sixDigits(taken),
  }));
  const boosted = explained?.boosted;
  const yearFactor = rounded(explained?.mix.yearFactor ?? null);
  const youngDays = explained?.mix.young ?? null;
  if (!boosted) return { models, extraordinary, yearFactor, youngDays, boosted: null };
  return {
    models,
    extraordinary,
    yearFactor,
    youngDays,
    boosted: {
      weight: models.find(({ model }) => model === 'boosted')?.weight ?? 0,
      from: isoDay(firstDay),
      days: boosted.steps,
      base: sixDigits(boosted.base),
      total: sixDigits(boosted.total),
      drivers: boosted.drivers.map(({ driver, words, effect, units }) => ({
        driver,
        words,
        effect: sixDigits(effect),
        units: sixDigits(units),
      })),
      weeks: boosted.periods.map((week) => ({
        from: isoDay(firstDay + week.from),
        days: week.steps,
        base: sixDigits(week.base),
        total: sixDigits(week.total),
        units: week.units.map(sixDigits),
      })),
    },
  };
}
