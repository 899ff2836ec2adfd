import { type ForecastRun, type SeriesFailureView, ServiceError } from '@ordernimbus/contracts';
import { findRun, listFailures, listRuns as listRunRows } from '@ordernimbus/data';
import { type Context, inTenant, requireScope } from '../context.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { mapRun } from './map-run.ts';

export interface PageInput {
  readonly cursor?: string;
  readonly limit?: number;
}

/** Newest first. */
export async function listRuns(
  ctx: Context,
  input: PageInput,
): Promise<{ items: ForecastRun[]; nextCursor?: string }> {
  requireScope(ctx, 'read');
  const limit = input.limit ?? 50;
  const before = decodeCursor(input.cursor, { createdAt: 'string', id: 'string' });
  const rows = await inTenant(ctx, (tx) =>
    listRunRows(tx, { limit: limit + 1, ...(before ? { before } : {}) }),
  );
  const items = rows.slice(0, limit).map((row) => mapRun(row, ctx.platform.now()));
  const last = items.at(-1);
  return rows.length > limit && last
    ? { items, nextCursor: encodeCursor({ createdAt: last.createdAt, id: last.id }) }
    : { items };
}

export async function getRun(ctx: Context, input: { runId: string }): Promise<ForecastRun> {
  requireScope(ctx, 'read');
  const run = await inTenant(ctx, (tx) => findRun(tx, input.runId));
  if (!run) throw new ServiceError('not_found', 'There is no such forecast run.');
  return mapRun(run, ctx.platform.now());
}

/** Series that could not be forecast, each with the reason. */
export async function listRunFailures(
  ctx: Context,
  input: PageInput & { runId: string },
): Promise<{ items: SeriesFailureView[]; nextCursor?: string }> {
  requireScope(ctx, 'read');
  const limit = input.limit ?? 50;
  const after = decodeCursor(input.cursor, { itemId: 'number', locationId: 'number' });
  const rows = await inTenant(ctx, async (tx) => {
    if (!(await findRun(tx, input.runId))) {
      throw new ServiceError('not_found', 'There is no such forecast run.');
    }
    return listFailures(tx, { runId: input.runId, limit: limit + 1, ...(after ? { after } : {}) });
  });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return rows.length > limit && last
    ? { items, nextCursor: encodeCursor({ itemId: last.itemId, locationId: last.locationId }) }
    : { items };
}
