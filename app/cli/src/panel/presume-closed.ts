import type { Frequency } from '@ordernimbus/engine';
import type { ObservationRow } from '@ordernimbus/importers/observations';

/** Steps of a week: the rhythm in which shops open and close. Other frequencies have none. */
const WEEK: Partial<Record<Frequency, number>> = { D: 7, H: 168 };
/** Weeks in a row that a day (or hour) of the week was closed on, until it is taken to stay so. */
const WEEKS = 4;

/**
 * Steps after the cut-off that are closed as far as the past tells: a day of the week on which each of the last four weeks
 * says `open = 0` and nothing was sold, in a shop that was open on another. No step is when the whole shop was closed for
 * the four weeks.
 */
export function usuallyClosed(
  rows: readonly ObservationRow[],
  cutoffStep: number,
  frequency: Frequency,
  horizon: number,
): number[] {
  const week = WEEK[frequency];
  if (!week) return [];
  const closed = new Uint8Array(week);
  let isTrading = false;
  for (const { step, open, quantity } of rows) {
    if (Number.isNaN(open) || step > cutoffStep || step <= cutoffStep - WEEKS * week) continue;
    if (open === 0 && !(quantity > 0)) closed[phaseOf(step, week)]! += 1;
    else isTrading = true;
  }
  if (!isTrading) return [];
  return Array.from({ length: horizon }, (_, k) => cutoffStep + 1 + k).filter(
    (step) => closed[phaseOf(step, week)] === WEEKS,
  );
}

/** Of the steps that are usually closed those to go by: a step whose own row says whether it is open is none of them. */
export function presumeClosed(usual: readonly number[], rows: readonly ObservationRow[]): number[] {
  if (usual.length === 0) return [];
  const stated = new Set(rows.filter(({ open }) => !Number.isNaN(open)).map(({ step }) => step));
  return usual.filter((step) => !stated.has(step));
}

/** Place in the week; steps may lie before 1970. */
const phaseOf = (step: number, week: number): number => ((step % week) + week) % week;
