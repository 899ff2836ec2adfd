import type { Scenario, ScenarioInput } from '@ordernimbus/contracts';
import type { KnownColumn } from '@ordernimbus/engine';

type Note = Scenario['notes'][number];

/** What the model was shown of this series' past, and of which columns it knows. */
export interface Seen {
  /** a model that knows promotions and prices has a share in the forecast */
  readonly hasPart: boolean;
  /** columns that the run had */
  readonly known: readonly string[];
  /** columns of this series, and how many of their days are past */
  readonly columns: readonly KnownColumn[];
  readonly days: number;
}

const details: Readonly<Record<Note['code'], string>> = {
  no_part:
    'No model that knows promotions and prices has a share in this forecast: on past windows the others did better without. The scenario changes nothing.',
  promotions_unknown:
    'The forecast has not learnt what promotions do: the calendar had none in the past when it was made. Enter past promotions and forecast again.',
  item_never_promoted:
    'This item was never promoted here in the past. What a promotion does to it is taken from the items that were.',
  prices_unknown:
    "The forecast does not know prices: it learns from them once the calendar has one, and be it today's. Enter one and forecast again.",
  price_never_changed:
    'The price of this item hardly changed here in the past. What a change does is taken from the items whose prices moved.',
};

/** Notes of scenarios that change nothing because their effect was never learnt. */
export const saysNothing: ReadonlySet<Note['code']> = new Set([
  'no_part',
  'promotions_unknown',
  'prices_unknown',
]);

const note = (code: Note['code']): Note => ({ code, detail: details[code] });

/** What limits the answer to a scenario, in sentences. */
export function noteScenario(input: ScenarioInput, { hasPart, known, columns, days }: Seen): Note[] {
  if (!hasPart) return [note('no_part')];
  const notes: Note[] = [];
  const pastOf = (name: string) => columns.find((column) => column.name === name)?.values.subarray(0, days);
  if (input.promotion) {
    if (!known.includes('promotion')) notes.push(note('promotions_unknown'));
    else if (!pastOf('promotion')?.some((flag) => flag > 0)) notes.push(note('item_never_promoted'));
  }
  if (input.price) {
    const past = [...(pastOf('price') ?? [])].filter((price) => price > 0);
    const highest = past.reduce((most, price) => Math.max(most, price), 0);
    if (!known.includes('price') || past.length === 0) notes.push(note('prices_unknown'));
    else if (past.every((price) => price > 0.97 * highest)) notes.push(note('price_never_changed'));
  }
  return notes;
}
