import type { AheadEffect } from '@ordernimbus/contracts';
import type { CalendarInputRow } from '@ordernimbus/data';
import { indexOf } from '../runs/calendar/calendar-index.ts';
import type { FrozenCalendar } from '../runs/calendar/frozen-calendar.ts';
import type { FrozenSeries } from '../runs/frozen-partition.ts';
import type { RunModel } from '../runs/run-model.ts';
import type { RunOptions } from '../runs/run-options.ts';
import { forecastAgain, knowsAhead } from './forecast-again.ts';
import { sixDigits } from './six-digits.ts';

type Kind = AheadEffect['kind'];

const names: Readonly<Record<Kind, string>> = {
  promotion: 'Promotions',
  price: 'Planned prices',
  event: 'Events',
  holiday: 'Holidays',
  closed: 'Closed days',
};

const kindOf = ({ kind, closed }: CalendarInputRow): Kind => (closed ? 'closed' : kind);

/** A day before any series: what lies on it is known and changes nothing. Names stay, and with them their codes. */
const nowhere = 0;

/** The calendar as if nothing of a kind lay after the cut-off: what began before ends with it, but for a price that holds. */
export function withoutAhead(calendar: FrozenCalendar, kind: Kind, cutoff: number): FrozenCalendar {
  if (kind === 'holiday') {
    const holidays = Object.entries(calendar.holidays).map(([place, days]) => [
      place,
      days.map(([day, name]): [number, string] => [day > cutoff ? nowhere : day, name]),
    ]);
    return { ...calendar, holidays: Object.fromEntries(holidays) };
  }
  const entries = calendar.entries.map((entry) => {
    if (kindOf(entry) !== kind) return entry;
    if (entry.from > cutoff) return { ...entry, from: nowhere, to: nowhere };
    return kind === 'price' ? entry : { ...entry, to: Math.min(entry.to ?? entry.from, cutoff) };
  });
  return { ...calendar, entries };
}

/** How many of the days after the cut-off each kind concerns; a price concerns those from its change on. */
function countDays(
  calendar: FrozenCalendar,
  series: FrozenSeries,
  cutoff: number,
  horizon: number,
): Map<Kind, number> {
  const days = new Map<Kind, Set<number>>();
  const add = (kind: Kind, from: number, to: number): void => {
    const own = days.get(kind) ?? new Set<number>();
    days.set(kind, own);
    for (let day = Math.max(from, cutoff + 1); day <= Math.min(to, cutoff + horizon); day++) own.add(day);
  };
  const index = indexOf(calendar);
  for (const kind of ['promotion', 'event', 'price'] as const) {
    for (const entry of index.entriesOf(kind, series)) {
      if (kind !== 'price') add(kindOf(entry), entry.from, entry.to ?? entry.from);
      else if (entry.from > cutoff) add('price', entry.from, entry.to ?? cutoff + horizon);
    }
  }
  const place = calendar.places[series.locationCode];
  for (const [day] of (place && calendar.holidays[place]) || []) add('holiday', day, day);
  return new Map([...days].map(([kind, own]) => [kind, own.size]));
}

function wordsOf(kind: Kind, days: number, units: number, horizon: number): string {
  const when = `${names[kind]} on ${days} of ${horizon} days ahead`;
  const size = Math.abs(units);
  const rounded = size >= 10 ? Math.round(size) : Math.round(size * 10) / 10;
  if (rounded === 0) return `${when}: no difference`;
  return `${when}: ${rounded.toLocaleString('en-US')} units ${units > 0 ? 'more' : 'fewer'}`;
}

/**
 * What each kind of entry that lies ahead changes in the whole forecast, all models together: the series is forecast again
 * as if nothing of the kind were planned. Kinds change each other (a promotion on a holiday), so they need not add up.
 */
export async function explainAhead(
  series: FrozenSeries,
  cutoff: number,
  model: RunModel,
  options: RunOptions,
  weights: readonly { readonly model: string; readonly weight: number }[],
): Promise<AheadEffect[]> {
  const { calendar } = model.dictionary;
  if (!calendar) return [];
  const { horizon } = options.forecast;
  const kinds = [...countDays(calendar, series, cutoff, horizon)].filter(([, days]) => days > 0);
  if (kinds.length === 0) return [];
  const totalOf = async (of: FrozenCalendar): Promise<number> => {
    const changed = { ...model, dictionary: { ...model.dictionary, calendar: of } };
    const { mean } = await forecastAgain(series, cutoff, changed, options);
    return mean.reduce((sum, units) => sum + units, 0);
  };
  const isKnown = weights.some(({ model: name, weight }) => weight > 0 && knowsAhead(name));
  const total = await totalOf(calendar);
  const effects: AheadEffect[] = [];
  for (const [kind, days] of kinds) {
    // nothing is sold on a closed day, whatever the models know
    const differs = isKnown || kind === 'closed';
    const without = differs ? await totalOf(withoutAhead(calendar, kind, cutoff)) : total;
    const units = total - without;
    effects.push({
      kind,
      days,
      units: sixDigits(units),
      effect: without > 0 ? sixDigits(units / without) : null,
      words: wordsOf(kind, days, units, horizon),
    });
  }
  return effects.sort((a, b) => Math.abs(b.units) - Math.abs(a.units));
}
