import {
  type OrderingTerms,
  type ReorderFilter,
  type TermsScenarioInput,
  termsMeasures,
} from '@ordernimbus/contracts';
import type { Sort } from '../../ui/table/column.ts';
import { readReorderFilter } from '../reorder/filter.ts';
import { type Parameter, parameters, parseParameter } from '../reorder/parameters.ts';

const names = [
  'leadTimeDays',
  'reviewDays',
  'serviceLevel',
  'packSize',
  'minimumQuantity',
  'unitCostMinor',
] as const satisfies readonly (keyof OrderingTerms)[];
type TermName = (typeof names)[number];

/** The terms that can be tried, with the words and bounds of the reorder list. */
export const terms: readonly (Parameter & { readonly name: TermName })[] = names.flatMap((name) =>
  parameters.flatMap((known) => (known.name === name ? [{ ...known, name }] : [])),
);

/** What the fields hold, as text; empty leaves the term as it stands. */
export type TermsForm = Readonly<Partial<Record<TermName, string>>>;
export type TermsErrors = Partial<Record<TermName, string>>;

/** The terms that the fields ask for, or what is wrong with them. */
export function parseTerms(
  form: TermsForm,
  currency: string,
): { readonly set: OrderingTerms; readonly errors: TermsErrors } {
  const set: OrderingTerms = {};
  const errors: TermsErrors = {};
  for (const parameter of terms) {
    const text = form[parameter.name]?.trim();
    if (!text) continue;
    const parsed = parseParameter(parameter, text, currency);
    if ('error' in parsed) errors[parameter.name] = parsed.error;
    else Object.assign(set, parsed.set);
  }
  return { set, errors };
}

/** The terms that the address asks for, as they were typed. */
export const readTermsForm = (search: URLSearchParams): TermsForm =>
  Object.fromEntries(names.flatMap((name) => (search.get(name) ? [[name, search.get(name)]] : [])));

export function writeTermsForm(search: URLSearchParams, form: TermsForm): void {
  for (const name of names) {
    const text = form[name]?.trim();
    if (text) search.set(name, text);
    else search.delete(name);
  }
}

/** The lines that the address asks for; its other filters belong to the reorder list. */
export function readTermsScope(search: URLSearchParams): ReorderFilter {
  const { locationId, category, supplier, search: text } = readReorderFilter(search);
  return {
    ...(locationId === undefined ? {} : { locationId }),
    ...(category === undefined ? {} : { category }),
    ...(supplier === undefined ? {} : { supplier }),
    ...(text === undefined ? {} : { search: text }),
  };
}

/** The same lines in the reorder list. */
export function reorderAddress(scope: ReorderFilter): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(scope)) search.set(name, String(value));
  return `/reorder${search.size > 0 ? `?${search}` : ''}`;
}

type Order = Required<Pick<TermsScenarioInput, 'sort' | 'of' | 'direction'>>;
const mostChanged: Order = { sort: 'changed', of: 'difference', direction: 'desc' };
const sorts = ['stockOutOn', ...termsMeasures] as const;
const plans = ['baseline', 'scenario', 'difference'] as const;
export const sortIdOf = (sort: (typeof sorts)[number], of: Order['of']): string => `${sort}.${of}`;

/** The order of the table as the API takes it; without one that exists, what changes most comes first. */
export function readTermsOrder(sort: Sort | undefined): Order {
  for (const by of sorts) {
    const of = plans.find((plan) => sort?.id === sortIdOf(by, plan));
    if (sort && of) return { sort: by, of, direction: sort.direction };
  }
  return mostChanged;
}
