import type { ReorderFilter, ReorderPage, ReorderTotals } from '@ordernimbus/contracts';
import {
  listReorderKeys,
  type ReorderOrder,
  readPlanningBasis,
  readReorderLines,
  readReorderTotals,
  type TenantTransaction,
} from '@ordernimbus/data';
import { LRUCache } from 'lru-cache';
import { type Context, inTenant, requireScope } from '../context.ts';
import { mapLine, mapTotals } from './map-line.ts';

/** Scrolling asks for page after page of one filter: its totals are added up once for each version of the data. */
const totalsOf = new LRUCache<string, ReorderTotals>({ max: 2000, ttl: 60_000 });

export async function readTotals(
  tx: TenantTransaction,
  filter: ReorderFilter,
  dataVersion: number,
): Promise<ReorderTotals> {
  const key = JSON.stringify([tx.tenantId, dataVersion, Object.entries(filter).sort()]);
  let totals = totalsOf.get(key);
  if (!totals) {
    totals = mapTotals(await readReorderTotals(tx, filter));
    totalsOf.set(key, totals);
  }
  return totals;
}

export interface ReorderListInput extends ReorderOrder {
  readonly filter: ReorderFilter;
  readonly offset: number;
  readonly limit: number;
}

/** A page of what to order, and the sums over everything that the filter matches. */
export async function listReorder(ctx: Context, input: ReorderListInput): Promise<ReorderPage> {
  requireScope(ctx, 'read');
  return inTenant(ctx, async (tx) => {
    const basis = await readPlanningBasis(tx);
    const keys = await listReorderKeys(tx, {
      filter: input.filter,
      order: { sort: input.sort, direction: input.direction },
      offset: input.offset,
      limit: input.limit,
    });
    return {
      runId: basis?.runId ?? null,
      cutoff: basis?.cutoff ?? null,
      lines: (await readReorderLines(tx, keys)).map(mapLine),
      offset: input.offset,
      totals: await readTotals(tx, input.filter, basis?.dataVersion ?? 0),
    };
  });
}
