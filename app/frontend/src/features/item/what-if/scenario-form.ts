import type { ScenarioInput } from '@ordernimbus/contracts';
import { addDays } from '../../../ui/format/dates.ts';

/** What a scenario changes, of whatever items. */
export type Change = Pick<ScenarioInput, 'promotion' | 'price'>;

/** What the fields of the card hold, as text. */
export interface ScenarioForm {
  readonly fromDay: string;
  readonly toDay: string;
  readonly isPromoted: boolean;
  /** percent, or empty */
  readonly discount: string;
  /** percent against the price as it stands, or empty */
  readonly priceChange: string;
}
export type FormErrors = Partial<Record<keyof ScenarioForm, string>>;

/** A promotion without a discount in the second week that is forecast. */
export const emptyForm = (first: string): ScenarioForm => ({
  fromDay: addDays(first, 7),
  toDay: addDays(first, 13),
  isPromoted: true,
  discount: '',
  priceChange: '',
});

const numberOf = (text: string): number => (text.trim() === '' ? 0 : Number(text.replace(',', '.')));

/** The change that the fields ask for, or what is wrong with them. `first` .. `last`: the days that are forecast. */
export function readForm(
  form: ScenarioForm,
  first: string,
  last: string,
): { change?: Change; errors: FormErrors } {
  const errors: FormErrors = {};
  const { fromDay, toDay, isPromoted } = form;
  if (!(fromDay >= first && fromDay <= last)) errors.fromDay = 'Not among the days that are forecast.';
  if (!(toDay <= last)) errors.toDay = 'Not among the days that are forecast.';
  else if (toDay < fromDay) errors.toDay = 'Comes before the first day.';
  const discount = numberOf(form.discount);
  if (isPromoted && !(discount >= 0 && discount <= 100)) errors.discount = 'A percentage from 0 to 100.';
  const priceChange = numberOf(form.priceChange);
  if (!(priceChange >= -99 && priceChange <= 1000)) errors.priceChange = 'A percentage from -99 to 1000.';
  else if (!isPromoted && priceChange === 0) errors.priceChange = 'Change the price, or promote the item.';
  if (Object.keys(errors).length > 0) return { errors };
  const days = { fromDay, toDay };
  return {
    errors,
    change: {
      ...(isPromoted ? { promotion: { ...days, discountPercent: discount > 0 ? discount : null } } : {}),
      ...(priceChange === 0 ? {} : { price: { ...days, changePercent: priceChange } }),
    },
  };
}
