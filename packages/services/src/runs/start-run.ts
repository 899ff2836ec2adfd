import { randomUUID } from 'node:crypto';
import { type ForecastRun, runHorizonDays } from '@ordernimbus/contracts';
import {
  findQueuedRun,
  findRun,
  insertRun,
  lockRuns,
  type RunRow,
  type RunTrigger,
  type TenantTransaction,
} from '@ordernimbus/data';
import { writeAudit } from '../audit.ts';
import { actorName, type Context, inTenant, requireScope } from '../context.ts';
import { mapRun } from './map-run.ts';

/** One seed for all: what differs between two runs is their input or the engine, never luck. */
export const runSeed = 42;

/** Adds a run inside the caller's transaction, or returns the one that is already waiting to begin. */
export async function queueRun(tx: TenantTransaction, ctx: Context, trigger: RunTrigger): Promise<RunRow> {
  await lockRuns(tx);
  const waiting = await findQueuedRun(tx);
  if (waiting) return waiting;
  const id = randomUUID();
  await insertRun(tx, {
    id,
    trigger,
    horizonDays: runHorizonDays,
    seed: runSeed,
    createdBy: actorName(ctx.actor),
    createdAt: ctx.platform.now(),
  });
  await writeAudit(tx, ctx, { action: 'forecast_run.queued', subject: id, detail: { trigger } });
  return (await findRun(tx, id)) as RunRow;
}

export async function sendRun(ctx: Context, runId: string): Promise<void> {
  await ctx.platform.queue.send('forecast-run', { tenantId: ctx.tenantId, runId }, { singletonKey: runId });
}

/** Queues a forecast run. A second wish while one still waits is the same wish: that one will see the newest sales. */
export async function startRun(ctx: Context, input: { trigger: RunTrigger }): Promise<ForecastRun> {
  requireScope(ctx, 'plan');
  const run = await inTenant(ctx, (tx) => queueRun(tx, ctx, input.trigger));
  await sendRun(ctx, run.id);
  return mapRun(run, ctx.platform.now());
}
