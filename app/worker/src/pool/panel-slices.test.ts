import type { Panel } from '@ordernimbus/engine';
import { describe, expect, it } from 'vitest';
import { sharePanel, slicePanel } from './panel-slices.ts';

/** Three series of 2, 1 and 3 values with 3, 2 and 4 known steps, on ordinary memory. */
const panel: Panel = {
  values: Float64Array.of(1, 2, 3, 4, 5, 6),
  offsets: Uint32Array.of(0, 2, 3, 6),
  keys: ['a', 'b', 'c'],
  lastDay: 19000.5,
  covariates: {
    starts: Uint32Array.of(0, 3, 5, 9),
    known: [
      { name: 'price', kind: 'price', values: Float32Array.of(1, 1, 1, 2, 2, 3, 3, 3, 4) },
      { name: 'promotion', kind: 'flag', values: Float32Array.of(0, 0, 1, 0, 1, 1, 0, 0, 1) },
    ],
    attributes: [{ name: 'region', codes: Int32Array.of(0, -1, 1), count: 2 }],
  },
};

describe('panels on their way to a thread', () => {
  it('are cut without a copy, the known columns and attributes with them', () => {
    const slice = slicePanel(panel, 1, 3);
    expect(slice.lastDay).toBe(19000.5);
    expect(slice.covariates?.known[0]?.values).toBe(panel.covariates?.known[0]?.values);
    expect(slice.covariates?.starts).toEqual(Uint32Array.of(3, 5, 9));
    expect(slice.covariates?.attributes[0]?.codes).toEqual(Int32Array.of(-1, 1));
    expect(slice.covariates?.attributes[0]?.codes.buffer).toBe(panel.covariates?.attributes[0]?.codes.buffer);
  });

  it('take only their own span onto shared memory', () => {
    const shared = sharePanel(slicePanel(panel, 1, 3));
    expect(shared.values).toEqual(new Float64Array([3, 4, 5, 6]));
    expect(shared.offsets).toEqual(Uint32Array.of(0, 1, 4));
    expect(shared.covariates?.starts).toEqual(Uint32Array.of(0, 2, 6));
    expect(shared.covariates?.known.map(({ values }) => [...values])).toEqual([
      [2, 2, 3, 3, 3, 4],
      [0, 1, 1, 0, 0, 1],
    ]);
    for (const array of [
      shared.values,
      shared.offsets,
      shared.covariates?.starts,
      shared.covariates?.known[1]?.values,
      shared.covariates?.attributes[0]?.codes,
    ]) {
      expect(array?.buffer).toBeInstanceOf(SharedArrayBuffer);
    }
  });

  it('stay where they are once shared', () => {
    const shared = sharePanel(panel);
    const again = sharePanel(slicePanel(shared, 0, 2));
    expect(again.values).toBe(shared.values);
    expect(again.covariates?.known[0]?.values).toBe(shared.covariates?.known[0]?.values);
    expect(again.covariates?.attributes[0]?.codes.buffer).toBe(
      shared.covariates?.attributes[0]?.codes.buffer,
    );
  });
});
