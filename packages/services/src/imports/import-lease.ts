import { randomUUID } from 'node:crypto';
import {
  type ClaimOutcome,
  claimImport,
  holdImport,
  releaseImport,
  type TenantTransaction,
  withTenant,
} from '@ordernimbus/data';
import type { Platform } from '../context.ts';

const leaseSeconds = 60;

/** Another worker has taken the import, or it is over. Not an error of the import. */
export class ImportLostError extends Error {
  constructor() {
    super('The import is being worked on by another worker, or it is over.');
    this.name = 'ImportLostError';
  }
}

/** Somebody asked for the import to be cancelled. */
export class ImportCancelledError extends Error {
  constructor() {
    super('The import was cancelled.');
    this.name = 'ImportCancelledError';
  }
}

/**
 * The right to work on one import. It lasts a minute and is renewed every twenty seconds. Work is written only inside
 * `write`, whose first statement renews the lease and locks the import's row: when another worker has it by now, the
 * transaction ends without a trace. The database's clock decides, so two workers never both write.
 */
export interface ImportLease {
  write<T>(work: (tx: TenantTransaction, state: { cancelRequested: boolean }) => Promise<T>): Promise<T>;
  /** Lets another worker go on at once. */
  release(): Promise<void>;
}

export async function claimImportLease(
  platform: Platform,
  tenantId: string,
  importId: string,
): Promise<ImportLease | Exclude<ClaimOutcome, 'claimed'>> {
  const claim = { importId, token: randomUUID(), leaseSeconds };
  const outcome = await withTenant(platform.database, tenantId, (tx) =>
    claimImport(tx, { ...claim, now: platform.now() }),
  );
  if (outcome !== 'claimed') return outcome;
  const write: ImportLease['write'] = (work) =>
    withTenant(platform.database, tenantId, async (tx) => {
      const state = await holdImport(tx, claim);
      if (!state) throw new ImportLostError();
      return work(tx, state);
    });
  const heartbeat = setInterval(
    () => {
      // a failed renewal is not yet a lost lease: the next write decides
      write(async () => undefined).catch(() => undefined);
    },
    (leaseSeconds * 1000) / 3,
  );
  heartbeat.unref();
  return {
    write,
    async release() {
      clearInterval(heartbeat);
      await withTenant(platform.database, tenantId, (tx) => releaseImport(tx, claim));
    },
  };
}
