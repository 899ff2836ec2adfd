import {
  countSeries,
  listNightlyTenants,
  type NightlyTenantRow,
  takeNightlyTurn,
  withPlatform,
} from '@ordernimbus/data';
import { inTenant, type Platform, systemContext } from '../context.ts';
import { queueRun, sendRun } from './start-run.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** Calendar day and clock time at a place: `2026-11-23`, `02:05`. An unknown time zone counts as UTC. */
function localTime(instant: Date, timeZone: string): { day: string; time: string } {
  let format = formats.get(timeZone);
  if (!format) {
    const fields = {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    } as const;
    try {
      format = new Intl.DateTimeFormat('en-CA', { ...fields, timeZone });
    } catch {
      format = new Intl.DateTimeFormat('en-CA', { ...fields, timeZone: 'UTC' });
    }
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  return { day: `${parts.year}-${parts.month}-${parts.day}`, time: `${parts.hour}:${parts.minute}` };
}

/** The local day whose nightly run is due now; a shop's first night is the one after the day it was made. */
export function dueNight(tenant: NightlyTenantRow, now: Date): string | undefined {
  const { day, time } = localTime(now, tenant.timeZone);
  const last = tenant.lastNightlyOn ?? localTime(tenant.createdAt, tenant.timeZone).day;
  return last < day && time >= tenant.nightlyAt ? day : undefined;
}

/**
 * Queues the nightly run of every shop whose night has come. To be called every minute, by as many workers as there are:
 * the day is taken and the run queued in one transaction, so each night has one run. A process that dies before the job
 * is sent leaves a queued run, which the look for due work finds.
 */
export async function startNightlyRuns(platform: Platform): Promise<number> {
  const now = platform.now();
  const tenants = await withPlatform(platform.platformDatabase, listNightlyTenants);
  let started = 0;
  for (const tenant of tenants) {
    const day = dueNight(tenant, now);
    if (!day) continue;
    const ctx = systemContext(platform, tenant.tenantId, 'nightly');
    try {
      const run = await inTenant(ctx, async (tx) => {
        if (!(await takeNightlyTurn(tx, day))) return undefined;
        return (await countSeries(tx)) > 0 ? queueRun(tx, ctx, 'nightly') : undefined;
      });
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
