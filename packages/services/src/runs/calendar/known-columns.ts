import type { CalendarInputRow } from '@ordernimbus/data';
import type { KnownColumn, KnownKind } from '@ordernimbus/engine';
import type { FrozenSeries } from '../frozen-partition.ts';
import { byLength, type CalendarIndex, indexOf } from './calendar-index.ts';
import type { FrozenCalendar } from './frozen-calendar.ts';
import { writePricePath } from './price-path.ts';

/** The days of one series: the history and `ahead` days after it. */
interface Days {
  readonly series: FrozenSeries;
  readonly length: number;
}

/** Writes `value(entry)` on every day of the entry. */
function spread(days: Days, entry: CalendarInputRow, write: (t: number) => void): void {
  const from = Math.max(0, entry.from - days.series.firstDay);
  const to = Math.min(days.length - 1, (entry.to ?? entry.from) - days.series.firstDay);
  for (let t = from; t <= to; t++) write(t);
}

/** Share taken off on each day, the largest of several promotions; NaN = no promotion. */
function discountsOf(days: Days, index: CalendarIndex): Float64Array {
  const out = new Float64Array(days.length).fill(Number.NaN);
  for (const entry of index.entriesOf('promotion', days.series)) {
    const share = (entry.discount ?? 0) / 100;
    spread(days, entry, (t) => {
      if (!((out[t] as number) > share)) out[t] = share;
    });
  }
  return out;
}

type Writer = (days: Days, out: Float32Array) => void;

/** Columns that a calendar gives every series, the same for training, every partition and a replay. */
function planColumns(calendar: FrozenCalendar): { name: string; kind: KnownKind; write: Writer }[] {
  const index = indexOf(calendar);
  const { has } = index;
  const all: { name: string; kind: KnownKind; given: boolean; write: Writer }[] = [
    {
      name: 'open',
      kind: 'open',
      given: has.closed,
      write(days, out) {
        out.fill(1);
        for (const entry of index.entriesOf('event', days.series)) {
          if (entry.closed) spread(days, entry, (t) => out.fill(0, t, t + 1));
        }
      },
    },
    {
      name: 'promotion',
      kind: 'flag',
      given: has.promotion,
      write(days, out) {
        for (const [t, share] of discountsOf(days, index).entries()) out[t] = Number.isNaN(share) ? 0 : 1;
      },
    },
    {
      name: 'discount',
      kind: 'number',
      given: has.discount,
      write(days, out) {
        for (const [t, share] of discountsOf(days, index).entries()) out[t] = Number.isNaN(share) ? 0 : share;
      },
    },
    {
      name: 'price',
      kind: 'price',
      given: has.price,
      write({ series, length }, out) {
        const plans = index.entriesOf('price', series);
        const observed = series.prices ?? new Float64Array(series.values.length).fill(Number.NaN);
        writePricePath(series.firstDay, observed, plans, discountsOf({ series, length }, index), out);
      },
    },
    {
      name: 'event',
      kind: 'category',
      given: has.event,
      write(days, out) {
        const plain = index.entriesOf('event', days.series).filter(({ closed }) => !closed);
        for (const entry of byLength(plain)) {
          const code = index.eventCodes.get(entry.name) ?? 0;
          spread(days, entry, (t) => out.fill(code, t, t + 1));
        }
      },
    },
    {
      name: 'holiday',
      kind: 'category',
      given: has.holiday,
      write({ series, length }, out) {
        const place = calendar.places[series.locationCode];
        for (const [day, name] of (place && calendar.holidays[place]) || []) {
          const t = day - series.firstDay;
          if (t >= 0 && t < length) out[t] = index.holidayCodes.get(name) ?? 0;
        }
      },
    },
  ];
  return all.filter(({ given }) => given);
}

/**
 * What the calendar says of the days of these series: of each, its history and then `ahead` days. On shared memory, so
 * that a thread reads it without a copy.
 */
export function knownColumns(
  calendar: FrozenCalendar,
  ahead: number,
  series: readonly FrozenSeries[],
): { starts: Uint32Array; known: KnownColumn[] } {
  const starts = new Uint32Array(new SharedArrayBuffer(4 * (series.length + 1)));
  for (const [s, one] of series.entries()) starts[s + 1] = (starts[s] as number) + one.values.length + ahead;
  const known = planColumns(calendar).map(({ name, kind, write }) => {
    const values = new Float32Array(new SharedArrayBuffer(4 * (starts[series.length] as number)));
    for (const [s, one] of series.entries()) {
      write({ series: one, length: one.values.length + ahead }, values.subarray(starts[s], starts[s + 1]));
    }
    return { name, kind, values };
  });
  return { starts, known };
}
