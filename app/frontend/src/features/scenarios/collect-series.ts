import type { Explorer, ExplorerRow } from '@ordernimbus/contracts';

/** A part of the shop: all of it, a location, a category, or a category of a location. */
export interface Scope {
  readonly locationId?: number | undefined;
  readonly category?: string | undefined;
}

export interface Series {
  readonly itemId: number;
  readonly locationId: number;
  readonly name: string;
  /** expected units of the next 28 days */
  readonly next28: number;
}

/** A scenario forecasts each of its items twice: more of them are minutes. */
export const mostSeries = 300;

export class TooManySeriesError extends Error {
  override readonly name = 'TooManySeriesError';
}

type Fetch = (scope: Scope, cursor: string | undefined) => Promise<Explorer>;

async function childrenOf(scope: Scope, fetchLevel: Fetch): Promise<ExplorerRow[]> {
  const rows: ExplorerRow[] = [];
  let cursor: string | undefined;
  do {
    const level = await fetchLevel(scope, cursor);
    rows.push(...level.children);
    cursor = level.nextCursor;
  } while (cursor !== undefined && rows.length <= mostSeries);
  return rows;
}

/**
 * Every item with a forecast in a part of the shop, the one that sells most first.
 * @throws TooManySeriesError where there are more than a scenario takes
 */
export async function collectSeries(scope: Scope, fetchLevel: Fetch): Promise<Series[]> {
  const found: Series[] = [];
  let waiting: Scope[] = [scope];
  while (waiting.length > 0) {
    const deeper: Scope[] = [];
    for (const part of waiting) {
      const rows = await childrenOf(part, fetchLevel);
      const total = rows.reduce((sum, { series }) => sum + series, found.length);
      if (total > mostSeries) {
        throw new TooManySeriesError(
          `A scenario takes up to ${mostSeries} items at a location at once, and here are more. Choose a location, a category, or both.`,
        );
      }
      for (const row of rows) {
        if (row.kind !== 'item') {
          deeper.push({ locationId: row.locationId ?? undefined, category: row.category ?? undefined });
        } else if (row.itemId !== null && row.locationId !== null && row.next28) {
          found.push({
            itemId: row.itemId,
            locationId: row.locationId,
            name: row.name,
            next28: row.next28.mean,
          });
        }
      }
    }
    waiting = deeper;
  }
  return found.sort((a, b) => b.next28 - a.next28);
}
