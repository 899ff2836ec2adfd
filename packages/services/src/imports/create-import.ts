import { randomUUID } from 'node:crypto';
import { type Import, ServiceError } from '@ordernimbus/contracts';
import {
  deleteImport,
  findImport,
  holdUpload,
  insertImport,
  lockSource,
  releaseImport,
  type TenantTransaction,
  type UploadLease,
  updateImport,
} from '@ordernimbus/data';
import type { InspectedFile } from '@ordernimbus/importers';
import { writeAudit } from '../audit.ts';
import { actorName, type Context, inTenant, requireScope } from '../context.ts';
import { importPrefix, requestFolderKey, sourceKey, withWork } from './import-files.ts';
import { mapImport, noSuchImport } from './import-state.ts';
import { inspectSource } from './inspect-source.ts';
import { readyToMap } from './ready-to-map.ts';
import { receiveSource } from './receive-source.ts';

export const defaultMaxUploadBytes = 4 * 2 ** 30;

export interface CreateImportInput {
  readonly fileName: string;
  /** the file as it comes; never held whole */
  readonly body: AsyncIterable<Uint8Array>;
  readonly maxBytes?: number;
}

/**
 * Takes a file in and looks at it. Ready with a proposed mapping, or failed with the reason: what is no readable table is
 * an answer, not an exception. An upload that breaks off leaves nothing.
 */
export async function createImport(ctx: Context, input: CreateImportInput): Promise<Import> {
  requireScope(ctx, 'import');
  const id = randomUUID();
  const fileName =
    input.fileName
      .replace(/^.*[\\/]/, '')
      .replace(/\p{Cc}/gu, ' ')
      .trim()
      .slice(0, 200) || 'sales.csv';
  const lease: UploadLease = { token: randomUUID(), leaseSeconds: 60 };
  await inTenant(ctx, (tx) =>
    insertImport(tx, {
      id,
      fileName,
      createdBy: actorName(ctx.actor),
      createdAt: ctx.platform.now(),
      lease,
    }),
  );
  const heartbeat = setInterval(() => {
    // one that fails is no end yet: what is written at the end decides
    inTenant(ctx, (tx) => holdUpload(tx, id, lease)).catch(() => undefined);
  }, 20_000);
  try {
    const sha256 = await receive(ctx, id, lease, input);
    return await inspectImport(ctx, id, lease, sha256);
  } finally {
    clearInterval(heartbeat);
    await inTenant(ctx, (tx) => releaseImport(tx, { importId: id, token: lease.token }));
  }
}

async function keepHold(tx: TenantTransaction, importId: string, lease: UploadLease): Promise<void> {
  if (await holdUpload(tx, importId, lease)) return;
  throw new ServiceError(
    'conflict',
    'The upload stood still for too long and was given up. Upload it again.',
  );
}

async function receive(
  ctx: Context,
  id: string,
  lease: UploadLease,
  input: CreateImportInput,
): Promise<string> {
  try {
    const { temporaryKey, bytes, sha256 } = await receiveSource(
      ctx,
      id,
      input.body,
      input.maxBytes ?? defaultMaxUploadBytes,
    );
    await inTenant(ctx, async (tx) => {
      await keepHold(tx, id, lease);
      await lockSource(tx, sha256);
      await ctx.platform.objects.commit(temporaryKey, sourceKey(ctx.tenantId, sha256));
      await updateImport(tx, id, { bytes, sha256, status: 'inspecting' });
      await writeAudit(tx, ctx, {
        action: 'import.uploaded',
        subject: id,
        detail: { bytes },
      });
    });
    return sha256;
  } catch (error) {
    await inTenant(ctx, (tx) => deleteImport(tx, id));
    await ctx.platform.objects.remove(importPrefix(ctx.tenantId, id));
    throw error;
  }
}

async function inspectImport(
  ctx: Context,
  importId: string,
  lease: UploadLease,
  sha256: string,
): Promise<Import> {
  const { platform, tenantId } = ctx;
  let inspected: InspectedFile;
  try {
    inspected = await withWork(platform, requestFolderKey(tenantId, importId), (work) =>
      inspectSource(platform, { tenantId, importId, sha256 }, work),
    );
  } catch (error) {
    return failInspection(ctx, importId, lease, error);
  }
  return inTenant(ctx, async (tx) => {
    const ready = await readyToMap(tx, inspected);
    await keepHold(tx, importId, lease);
    await updateImport(tx, importId, ready);
    const row = await findImport(tx, importId);
    if (!row) throw noSuchImport();
    return mapImport(row);
  });
}

async function failInspection(
  ctx: Context,
  importId: string,
  lease: UploadLease,
  error: unknown,
): Promise<Import> {
  const known = error instanceof ServiceError;
  if (!known) ctx.platform.log.error({ err: error, importId }, 'looking at an uploaded file failed');
  const told = known
    ? { code: error.code, message: error.message }
    : {
        code: 'internal',
        message: 'The file could not be looked at. Try again; if it happens again, send us the file name.',
      };
  return inTenant(ctx, async (tx) => {
    await keepHold(tx, importId, lease);
    await updateImport(tx, importId, { status: 'failed', error: told, finishedAt: ctx.platform.now() });
    const row = await findImport(tx, importId);
    if (!row) throw noSuchImport();
    return mapImport(row);
  });
}
