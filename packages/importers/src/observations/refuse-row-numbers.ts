import { normaliseHeader } from '../columns/index.ts';
import { listHeaders } from './column-roles.ts';
import { ObservationError } from './errors.ts';
import type { LoadedTable } from './load-table.ts';

/** Fewer rows may well be as many items, each with one day. */
const fewestRows = 20;

/**
 * A column "id" that nobody named as the item and that counts the rows: each would become an item of one day, and its forecast
 * nothing.
 * @param items of all series
 */
export function refuseRowNumbers(table: LoadedTable, items: readonly string[]): void {
  const { headers, roles, rows, place, wide } = table;
  const header = headers[roles.index.item ?? -1];
  if (wide || header === undefined || normaliseHeader(header) !== 'id') return;
  if (rows < fewestRows || items.length < rows || !areConsecutive(items)) return;
  const others = listHeaders(roles.others);
  const advice =
    others === ''
      ? 'give each row its item'
      : `if one of ${others} is the item, name it with --map item=COLUMN`;
  throw new ObservationError(
    { ...place, column: header },
    `it counts the ${rows} rows, so that no item has a history; ${advice}.`,
  );
}

/** @param texts different from each other */
function areConsecutive(texts: readonly string[]): boolean {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const text of texts) {
    if (!/^\d{1,15}$/.test(text)) return false;
    least = Math.min(least, Number(text));
    most = Math.max(most, Number(text));
  }
  return most - least === texts.length - 1;
}
