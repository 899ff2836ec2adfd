import type { Panel } from '@ordernimbus/engine';
import type { CovariatePlan } from './covariate-plan.ts';
import { type PartSeries, seriesKey } from './part-series.ts';

/** A series, or the beginning of one: its first `length` values. */
export interface PackedSeries {
  readonly series: PartSeries;
  readonly length: number;
}

const shared = (bytes: number): SharedArrayBuffer => new SharedArrayBuffer(bytes);

/** Panel of these series on shared memory, with what is known ahead of each. `lastDay` = date of the last values. */
export function packPanel(packed: readonly PackedSeries[], plan: CovariatePlan, lastDay: number): Panel {
  const count = packed.length;
  const offsets = new Uint32Array(shared(4 * (count + 1)));
  const starts = new Uint32Array(shared(4 * (count + 1)));
  for (const [s, { length }] of packed.entries()) {
    offsets[s + 1] = (offsets[s] as number) + length;
    starts[s + 1] = (starts[s] as number) + length + plan.horizon;
  }
  const values = new Float64Array(shared(8 * (offsets[count] as number)));
  const known = plan.known.map(({ name, kind }) => ({
    name,
    kind,
    values: new Float32Array(shared(4 * (starts[count] as number))),
  }));
  for (const [s, { series, length }] of packed.entries()) {
    values.set(series.history.values.subarray(0, length), offsets[s]);
    for (const [c, column] of known.entries()) {
      const own = series.known[c] as Float32Array;
      column.values.set(own.subarray(0, length + plan.horizon), starts[s]);
    }
  }
  const attributes = plan.attributes.map(({ name, codes, count: distinct }) => {
    const own = new Int32Array(shared(4 * count));
    for (const [s, { series }] of packed.entries()) own[s] = codes[series.index] ?? -1;
    return { name, codes: own, count: distinct };
  });
  return {
    values,
    offsets,
    keys: packed.map(({ series }) => seriesKey(series.item, series.location)),
    lastDay,
    covariates: { starts, known, attributes },
  };
}
