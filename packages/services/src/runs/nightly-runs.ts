import { isDeepStrictEqual } from 'node:util';
import { runHorizonDays } from '@ordernimbus/contracts';
import {
  countSeries,
  listNightlyTenants,
  readRunBasis,
  recordNightlyCheck,
  type TenantTransaction,
  takeNightlyTurn,
  withPlatform,
} from '@ordernimbus/data';
import { ENGINE_VERSION } from '@ordernimbus/engine';
import { writeAudit } from '../audit.ts';
import { type Context, inTenant, type Platform, systemContext } from '../context.ts';
import { dueNight } from './nightly-clock.ts';
import { createForecastOptions } from './run-options.ts';
import { queueRun, runSeed, sendRun } from './start-run.ts';

/** What leaves no mark, such as a new edition of the holiday rules, is caught up at least once in this time. */
const longestRestMs = 7 * 86_400_000;

/** The current run, when another one would have the same input, engine and options, and so the same output. */
async function findSameRun(tx: TenantTransaction, now: Date): Promise<string | undefined> {
  const run = await readRunBasis(tx);
  if (!run || run.outdated || now.getTime() - run.createdAt.getTime() >= longestRestMs) return undefined;
  const isSame =
    run.engineVersion === ENGINE_VERSION &&
    run.horizonDays === runHorizonDays &&
    run.seed === runSeed &&
    isDeepStrictEqual(run.options.forecast, { ...createForecastOptions(runHorizonDays, runSeed) });
  return isSame ? run.id : undefined;
}

/** @returns the run to send, or undefined where another worker had the turn or there is nothing to compute */
async function takeTurn(tx: TenantTransaction, ctx: Context, night: string) {
  if (!(await takeNightlyTurn(tx, night))) return undefined;
  const now = ctx.platform.now();
  const same = await findSameRun(tx, now);
  if (same) {
    await recordNightlyCheck(tx, now);
    const detail = { trigger: 'nightly', reason: 'nothing_changed' };
    await writeAudit(tx, ctx, { action: 'forecast_run.skipped', subject: same, detail });
    return undefined;
  }
  return (await countSeries(tx)) > 0 ? queueRun(tx, ctx, 'nightly') : undefined;
}

/**
 * Queues the nightly run of every shop whose night has come and whose forecast would change. To be called every minute, by
 * as many workers as there are: the night is taken and the run queued in one transaction, so each night has one run at
 * most. A process that dies before the job is sent leaves a queued run, which the look for due work finds.
 */
export async function startNightlyRuns(platform: Platform): Promise<number> {
  const now = platform.now();
  const tenants = await withPlatform(platform.platformDatabase, listNightlyTenants);
  let started = 0;
  for (const tenant of tenants) {
    const night = dueNight(tenant, now);
    if (!night) continue;
    const ctx = systemContext(platform, tenant.tenantId, 'nightly');
    try {
      const run = await inTenant(ctx, (tx) => takeTurn(tx, ctx, night));
      if (!run) continue;
      started++;
      await sendRun(ctx, run.id);
    } catch (error) {
      // one shop's trouble must not cost the others their night; the turn was not taken, so the next minute tries again
      platform.log.error({ tenantId: tenant.tenantId, err: error }, 'nightly run could not be queued');
    }
  }
  return started;
}
