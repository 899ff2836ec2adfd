import type { ImportMapping, ImportProgress } from '@ordernimbus/contracts';
import {
  findImport,
  type ImportRow,
  listCountedImports,
  type TenantTransaction,
  updateImport,
  withTenant,
} from '@ordernimbus/data';
import type { RowsSource } from '@ordernimbus/importers';
import type { Platform } from '../context.ts';
import type { KeyedWork } from './import-files.ts';
import { ImportCancelledError, type ImportLease, ImportLostError } from './import-lease.ts';
import {
  type Checkpoint,
  checkpointOf,
  mappingOf,
  readShopRules,
  type ShopRules,
  sourcesOf,
} from './import-state.ts';

/** One import at work: what it is, what else counts, how far it is. */
export interface ImportWork {
  readonly platform: Platform;
  readonly tenantId: string;
  readonly importId: string;
  readonly row: ImportRow;
  readonly mapping: ImportMapping;
  readonly shop: ShopRules;
  readonly files: KeyedWork;
  /** the other imports that count; none can come or go while this one has begun */
  readonly others: readonly RowsSource[];
  readonly otherRows: number;
  readonly lease: ImportLease;
  readonly checkpoint: Checkpoint;
  /** Does work and moves the checkpoint in one transaction. Throws when cancelled (not while rolling back) or stopped. */
  step(
    patch: Partial<Checkpoint>,
    work?: (tx: TenantTransaction) => Promise<Partial<Checkpoint> | undefined>,
    progress?: Pick<ImportProgress, 'stage' | 'done' | 'total'>,
  ): Promise<void>;
}

export async function createImportWork(
  platform: Platform,
  input: { tenantId: string; importId: string; signal?: AbortSignal | undefined },
  lease: ImportLease,
  files: KeyedWork,
): Promise<ImportWork> {
  const { tenantId, importId, signal } = input;
  const { row, shop, counted } = await withTenant(platform.database, tenantId, async (tx) => ({
    row: await findImport(tx, importId),
    shop: await readShopRules(tx, platform.now()),
    counted: (await listCountedImports(tx)).filter((other) => other.id !== importId),
  }));
  const mapping = row ? mappingOf(row) : null;
  if (!row || !mapping) throw new ImportLostError();
  let checkpoint = checkpointOf(row);
  const began = checkpoint.began ?? platform.now().getTime();
  const others = await sourcesOf(counted, (key) => platform.objects.localPath(key));
  return {
    platform,
    tenantId,
    importId,
    row,
    mapping,
    shop,
    files,
    lease,
    others,
    otherRows: counted.reduce((sum, other) => sum + (checkpointOf(other).summary?.validRows ?? 0), 0),
    get checkpoint() {
      return checkpoint;
    },
    async step(patch, work, progress) {
      signal?.throwIfAborted();
      const backwards = patch.stage === 'rollback' || checkpoint.stage === 'rollback';
      checkpoint = await lease.write(async (tx, state) => {
        if (state.cancelRequested && !backwards) throw new ImportCancelledError();
        const also = await work?.(tx);
        const next: Checkpoint = { ...checkpoint, began, ...patch, ...also };
        await updateImport(tx, importId, {
          checkpoint: next,
          ...(progress ? { progress: withSpeed(progress, platform.now().getTime() - began) } : {}),
        });
        return next;
      });
    },
  };
}

function withSpeed(progress: ImportProgress, milliseconds: number): ImportProgress {
  const seconds = milliseconds / 1000;
  if (progress.done <= 0 || seconds < 0.5) return progress;
  const rowsPerSecond = Math.round(progress.done / seconds);
  const secondsLeft = Math.max(0, Math.round(((progress.total - progress.done) / progress.done) * seconds));
  return { ...progress, rowsPerSecond, secondsLeft };
}
