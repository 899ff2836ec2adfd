import type { CalendarInputRow } from '@ordernimbus/data';
import type { FrozenSeries } from '../frozen-partition.ts';
import type { FrozenCalendar } from './frozen-calendar.ts';

/** Codes of a category column: the engine keeps one for "unknown" and takes 255; 0 is a day without. */
const mostNames = 250;

/** What a calendar has for some series; every list in the order in which it is written over the days. */
export interface CalendarIndex {
  /** Entries of these kinds that concern the series. */
  entriesOf(kind: 'promotion' | 'event' | 'price', series: FrozenSeries): readonly CalendarInputRow[];
  /** Code of an event's or a holiday's name, from 1. */
  readonly eventCodes: ReadonlyMap<string, number>;
  readonly holidayCodes: ReadonlyMap<string, number>;
  readonly has: Readonly<
    Record<'promotion' | 'discount' | 'event' | 'closed' | 'price' | 'holiday', boolean>
  >;
}

/** The names in the order of their letters; beyond what the engine takes, the rarest share the last code. */
function codesOf(uses: ReadonlyMap<string, number>): Map<string, number> {
  const names = [...uses.keys()].sort();
  if (names.length <= mostNames) return new Map(names.map((name, at) => [name, at + 1]));
  const common = new Set(
    [...names].sort((a, b) => (uses.get(b) ?? 0) - (uses.get(a) ?? 0)).slice(0, mostNames - 1),
  );
  let next = 1;
  return new Map(names.map((name) => [name, common.has(name) ? next++ : mostNames]));
}

function countNames(names: Iterable<string>): Map<string, number> {
  const uses = new Map<string, number>();
  for (const name of names) uses.set(name, (uses.get(name) ?? 0) + 1);
  return uses;
}

const lengthOf = ({ from, to }: CalendarInputRow): number => (to ?? Number.POSITIVE_INFINITY) - from;

function buildIndex(calendar: FrozenCalendar): CalendarIndex {
  const { entries, holidays } = calendar;
  const byScope = new Map<string, CalendarInputRow[]>();
  for (const entry of entries) {
    const scope = JSON.stringify([entry.kind, entry.sku, entry.category]);
    const list = byScope.get(scope);
    if (list) list.push(entry);
    else byScope.set(scope, [entry]);
  }
  const plain = entries.filter(({ kind, closed }) => kind === 'event' && !closed);
  return {
    entriesOf(kind, { sku, category, locationCode }) {
      const scopes: [string | null, string | null][] = [[null, null]];
      if (category !== null) scopes.push([null, category]);
      scopes.push([sku, null]);
      return scopes
        .flatMap(([item, group]) => byScope.get(JSON.stringify([kind, item, group])) ?? [])
        .filter(({ location }) => location === null || location === locationCode);
    },
    eventCodes: codesOf(countNames(plain.map(({ name }) => name))),
    holidayCodes: codesOf(
      countNames(Object.values(holidays).flatMap((days) => days.map(([, name]) => name))),
    ),
    has: {
      promotion: entries.some(({ kind }) => kind === 'promotion'),
      discount: entries.some(({ discount }) => discount !== null),
      event: plain.length > 0,
      closed: entries.some(({ closed }) => closed),
      price: entries.some(({ kind }) => kind === 'price'),
      holiday: Object.values(holidays).some((days) => days.length > 0),
    },
  };
}

const known = new WeakMap<FrozenCalendar, CalendarIndex>();

/** Index of a calendar, made once. */
export function indexOf(calendar: FrozenCalendar): CalendarIndex {
  let index = known.get(calendar);
  if (!index) {
    index = buildIndex(calendar);
    known.set(calendar, index);
  }
  return index;
}

/** Longest first, so that the shortest, which says most, is written last; then by name. */
export const byLength = (entries: readonly CalendarInputRow[]): CalendarInputRow[] =>
  [...entries].sort((a, b) => {
    const longer = lengthOf(b) - lengthOf(a);
    return longer || (a.name < b.name ? 1 : a.name > b.name ? -1 : 0);
  });
