import { randomUUID } from 'node:crypto';
import {
  type ClaimedRun,
  claimRun,
  holdRun,
  lockRuns,
  releaseRun,
  type TenantTransaction,
  withTenant,
} from '@ordernimbus/data';
import type { Platform } from '../context.ts';

/**
 * The right to work on one run. It lasts `leaseSeconds` and is renewed at a third of that time. Work is written only
 * inside `write`, whose first statement renews the lease and locks the run's row: when the lease was lost meanwhile (this
 * process slept, another one went on, somebody cancelled), the transaction ends without a trace and `signal` is aborted.
 * Two workers therefore never write for the same run, whatever their clocks and pauses; the database's clock decides.
 */
export interface RunLease {
  readonly tenantId: string;
  readonly runId: string;
  readonly run: ClaimedRun;
  /** Aborted when the lease is lost or the caller stops. */
  readonly signal: AbortSignal;
  write<T>(work: (tx: TenantTransaction) => Promise<T>): Promise<T>;
  /** Lets another worker go on at once; does nothing when the run is over or the lease was lost. */
  release(): Promise<void>;
}

/** The run was cancelled, or another worker has taken it. Not an error of the run. */
export class RunLostError extends Error {
  constructor() {
    super('The run was cancelled or is being worked on by another worker.');
    this.name = 'RunLostError';
  }
}

export async function claimLease(
  platform: Platform,
  tenantId: string,
  runId: string,
  options: { leaseSeconds: number; signal?: AbortSignal },
): Promise<RunLease | undefined> {
  const token = randomUUID();
  const claim = { runId, token, leaseSeconds: options.leaseSeconds };
  const run = await withTenant(platform.database, tenantId, async (tx) => {
    await lockRuns(tx);
    return claimRun(tx, { ...claim, now: platform.now() });
  });
  if (!run) return undefined;

  const lost = new AbortController();
  const write = async <T>(work: (tx: TenantTransaction) => Promise<T>): Promise<T> =>
    withTenant(platform.database, tenantId, async (tx) => {
      if (!(await holdRun(tx, claim))) {
        lost.abort();
        throw new RunLostError();
      }
      return work(tx);
    });
  const heartbeat = setInterval(
    () => {
      // a failed renewal is not yet a lost lease: the next one, or the next write, decides
      write(async () => {}).catch(() => {});
    },
    (options.leaseSeconds * 1000) / 3,
  );
  return {
    tenantId,
    runId,
    run,
    signal: options.signal ? AbortSignal.any([lost.signal, options.signal]) : lost.signal,
    write,
    async release() {
      clearInterval(heartbeat);
      await withTenant(platform.database, tenantId, (tx) => releaseRun(tx, claim));
    },
  };
}
