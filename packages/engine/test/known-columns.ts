import type { Covariates, KnownColumn, Panel } from '../src/contract.ts';

/** A known column of `length` steps. */
export const knownColumn = (
  kind: KnownColumn['kind'],
  value: (t: number) => number,
  length: number,
): KnownColumn => ({ name: kind, kind, values: Float32Array.from({ length }, (_, t) => value(t)) });

/** A panel of one series whose columns are known `ahead` steps beyond its values. */
export const panelOfOne = (values: Float64Array, known: readonly KnownColumn[], ahead: number): Panel => ({
  values,
  offsets: Uint32Array.of(0, values.length),
  keys: ['a'],
  covariates: {
    starts: Uint32Array.of(0, values.length + ahead),
    known,
    attributes: [],
  } satisfies Covariates,
});

/** A promotion of five days in each month or so. */
export const flagged = (t: number): boolean => (t * 7) % 31 < 5;
