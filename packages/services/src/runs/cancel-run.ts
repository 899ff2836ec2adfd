import { type ForecastRun, ServiceError } from '@ordernimbus/contracts';
import { endRun, findRun, lockRuns, type RunRow } from '@ordernimbus/data';
import { writeAudit } from '../audit.ts';
import { type Context, inTenant, requireScope } from '../context.ts';
import { mapRun } from './map-run.ts';

/** Ends a run that is not over. What it has computed is never shown; the current forecast stays. */
export async function cancelRun(ctx: Context, input: { runId: string }): Promise<ForecastRun> {
  requireScope(ctx, 'plan');
  const run = await inTenant(ctx, async (tx) => {
    await lockRuns(tx);
    const before = await findRun(tx, input.runId);
    if (!before) throw new ServiceError('not_found', 'There is no such forecast run.');
    const ended = await endRun(tx, { runId: input.runId, status: 'cancelled', now: ctx.platform.now() });
    if (!ended && before.status !== 'cancelled') {
      throw new ServiceError('conflict', 'This forecast run is already over, so there is nothing to cancel.');
    }
    if (ended) await writeAudit(tx, ctx, { action: 'forecast_run.cancelled', subject: input.runId });
    return (await findRun(tx, input.runId)) as RunRow;
  });
  return mapRun(run, ctx.platform.now());
}

/** For the worker, when the last try of a run has failed: the run says why, and a person can start another. */
export async function failRun(
  ctx: Context,
  input: { runId: string; code: string; message: string },
): Promise<void> {
  await inTenant(ctx, (tx) =>
    endRun(tx, {
      runId: input.runId,
      status: 'failed',
      error: { code: input.code, message: input.message },
      now: ctx.platform.now(),
    }),
  );
}
