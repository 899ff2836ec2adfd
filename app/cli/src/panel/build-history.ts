import type { Frequency } from '@ordernimbus/engine';
import type { ObservationRow } from '@ordernimbus/importers/observations';
import { presumeClosed, usuallyClosed } from './presume-closed.ts';

/** One series ready for the engine, and what was met on the way. */
export interface History {
  /** From the first known value to the cut-off; NaN = unknown. Empty when nothing is known. */
  readonly values: Float64Array;
  readonly firstStep: number;
  /** Steps, before and after the cut-off, that are known or presumed to be closed: nothing is sold. */
  readonly closedSteps: ReadonlySet<number>;
  /** Steps after the cut-off that would be presumed to be closed if no row said anything of them. */
  readonly usuallyClosed: readonly number[];
  readonly negatives: number;
  readonly filledZeros: number;
  readonly unknowns: number;
}

/** Frequencies whose files list sales, so that a missing row means that nothing was sold and a negative one is a return. */
const listsSales = (frequency: Frequency): boolean => frequency === 'D' || frequency === 'W';

/** Of other frequencies: share of the steps without a row, and how many, from which a series lists its sales alone. */
const SPARSE = 0.25;
const LEAST_MISSING = 3;
/** Steps without a row at the end after which a series is no longer sold. */
const ENDED: Partial<Record<Frequency, number>> = { H: 168, M: 3, Q: 2, Y: 2 };

/**
 * Turns the rows of one series into values without holes.
 *
 * - Daily and weekly rows are sales. A missing row is zero from the first sale on, except in a series that writes
 *   its zeros down itself (more rows with 0 than rows missing) or says when it is open: there a hole between two
 *   rows is unknown. After its last row a series is zero up to the cut-off. A negative quantity (more came back
 *   than was sold) is no demand: zero.
 * - Hourly rows and those of months and longer may be sales or measurements. A series without a row on a quarter of its steps
 *   and with hardly a zero lists sales: a missing row is zero, also up to the cut-off. In another a hole is unknown, and so
 *   is what follows its last row, unless that is long: then it is no longer sold. Negative values are kept.
 * - Out of stock, closed without sales, and an empty quantity are unknown everywhere.
 * - Of the `horizon` steps after the cut-off those are closed that a row says so of, and those that `presumeClosed` finds.
 */
export function buildHistory(
  rows: readonly ObservationRow[],
  cutoffStep: number,
  frequency: Frequency,
  horizon = 0,
): History {
  const sales = listsSales(frequency);
  const usual = usuallyClosed(rows, cutoffStep, frequency, horizon);
  const closedSteps = new Set(presumeClosed(usual, rows));
  let negatives = 0;
  let zeros = 0;
  let first = -1;
  let firstPositive = -1;
  let saysOpen = false;
  const past: ObservationRow[] = [];
  for (const row of rows) {
    if (row.open === 0 && (row.step > cutoffStep || !(row.quantity > 0))) closedSteps.add(row.step);
    if (row.step > cutoffStep || row.fromFuture) continue;
    if (row.quantity < 0) negatives++;
    if (row.quantity === 0) zeros++;
    if (!Number.isNaN(row.open)) saysOpen = true;
    if (!Number.isNaN(row.quantity)) {
      if (first < 0) first = row.step;
      if (firstPositive < 0 && row.quantity > 0) firstPositive = row.step;
    }
    past.push(row);
  }
  const start = sales && firstPositive >= 0 ? firstPositive : first;
  if (first < 0) {
    return {
      values: new Float64Array(0),
      firstStep: cutoffStep + 1,
      closedSteps,
      usuallyClosed: usual,
      negatives,
      filledZeros: 0,
      unknowns: 0,
    };
  }
  const inside = past.filter((row) => row.step >= start);
  const lastRow = inside[inside.length - 1]?.step ?? cutoffStep;
  const span = lastRow - start + 1;
  const missing = span - inside.length;
  const lists = sales
    ? zeros <= missing
    : missing >= Math.max(LEAST_MISSING, SPARSE * span) && 4 * zeros <= missing;
  const hasEnded = zeros === 0 && cutoffStep - lastRow >= (ENDED[frequency] ?? 0);
  const gap = lists && !saysOpen ? 0 : Number.NaN;
  const after = sales || lists || hasEnded ? 0 : Number.NaN;
  const values = new Float64Array(cutoffStep - start + 1).fill(gap);
  values.fill(after, span);
  for (const row of inside) {
    const known = row.inStock !== 0 && !(row.open === 0 && !(row.quantity > 0));
    const quantity = sales && row.quantity < 0 ? 0 : row.quantity;
    values[row.step - start] = known ? quantity : Number.NaN;
  }
  let unknowns = 0;
  for (const value of values) if (Number.isNaN(value)) unknowns++;
  const filledZeros = (gap === 0 ? missing : 0) + (after === 0 ? cutoffStep - lastRow : 0);
  return {
    values,
    firstStep: start,
    closedSteps,
    usuallyClosed: usual,
    negatives,
    filledZeros,
    unknowns,
  };
}
