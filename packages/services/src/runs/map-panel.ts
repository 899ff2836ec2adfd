import type { Attribute, Panel } from '@ordernimbus/engine';
import type { FrozenCalendar } from './calendar/frozen-calendar.ts';
import { knownColumns } from './calendar/known-columns.ts';
import type { FrozenSeries } from './frozen-partition.ts';

/** What is the same for the training and every partition of a run: names behind the codes of attributes, and the calendar. */
export interface Dictionary {
  readonly locations: readonly string[];
  readonly categories: readonly string[];
  /** Items of which several series were learned from; absent in what earlier versions kept. */
  readonly items?: readonly string[];
  /** What the shop knows of its days; absent where it entered nothing. */
  readonly calendar?: FrozenCalendar;
  /** Days after the cut-off for which the calendar is read. */
  readonly ahead?: number;
}

function encode(name: string, values: readonly string[], texts: readonly (string | null)[]): Attribute {
  const codes = new Map(values.map((value, code) => [value, code]));
  const shared = new Int32Array(new SharedArrayBuffer(4 * texts.length));
  for (const [s, text] of texts.entries()) shared[s] = text === null ? -1 : (codes.get(text) ?? -1);
  return { name, codes: shared, count: values.length };
}

/** The engine's panel of these series, on shared memory so that a thread reads it without a copy. */
export function mapPanel(series: readonly FrozenSeries[], cutoff: number, dictionary: Dictionary): Panel {
  const count = series.length;
  const offsets = new Uint32Array(new SharedArrayBuffer(4 * (count + 1)));
  for (const [index, one] of series.entries())
    offsets[index + 1] = (offsets[index] as number) + one.values.length;
  const values = new Float64Array(new SharedArrayBuffer(8 * (offsets[count] as number)));
  for (const [index, one] of series.entries()) values.set(one.values, offsets[index]);
  const { calendar, ahead = 0 } = dictionary;
  return {
    values,
    offsets,
    keys: series.map((one) => one.key),
    lastDay: cutoff,
    covariates: {
      ...(calendar ? knownColumns(calendar, ahead, series) : { starts: offsets, known: [] }),
      attributes: [
        encode(
          'location',
          dictionary.locations,
          series.map((one) => one.locationCode),
        ),
        encode(
          'category',
          dictionary.categories,
          series.map((one) => one.category),
        ),
        encode(
          'item',
          dictionary.items ?? [],
          series.map((one) => one.sku),
        ),
      ],
    },
  };
}
