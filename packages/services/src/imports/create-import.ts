import { randomUUID } from 'node:crypto';
import { type Import, type ImportMapping, ServiceError } from '@ordernimbus/contracts';
import { deleteImport, findImport, findMapping, insertImport, updateImport } from '@ordernimbus/data';
import { type InspectedFile, inspectFile, openQuestions } from '@ordernimbus/importers';
import { writeAudit } from '../audit.ts';
import { actorName, type Context, inTenant, requireScope } from '../context.ts';
import { importPrefix, rawKey, sourceKey, withWork } from './import-files.ts';
import { mapImport, noSuchImport } from './import-state.ts';
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
  await inTenant(ctx, (tx) =>
    insertImport(tx, { id, fileName, createdBy: actorName(ctx.actor), createdAt: ctx.platform.now() }),
  );
  let sha256: string;
  try {
    const received = await receiveSource(ctx, id, input.body, input.maxBytes ?? defaultMaxUploadBytes);
    sha256 = received.sha256;
    await inTenant(ctx, async (tx) => {
      await updateImport(tx, id, { ...received, status: 'inspecting' });
      await writeAudit(tx, ctx, {
        action: 'import.uploaded',
        subject: id,
        detail: { bytes: received.bytes },
      });
    });
  } catch (error) {
    await inTenant(ctx, (tx) => deleteImport(tx, id));
    await ctx.platform.objects.remove(importPrefix(ctx.tenantId, id));
    throw error;
  }
  return inspectImport(ctx, id, sha256);
}

async function inspectImport(ctx: Context, importId: string, sha256: string): Promise<Import> {
  const { objects } = ctx.platform;
  let inspected: InspectedFile;
  try {
    const source = await objects.localPath(sourceKey(ctx.tenantId, sha256));
    const rawTable = await objects.localPath(rawKey(ctx.tenantId, importId));
    inspected = await withWork(ctx.platform, ctx.tenantId, importId, (work) =>
      inspectFile({ source, rawTable, work }),
    );
  } catch (error) {
    return failInspection(ctx, importId, error);
  }
  const { inspection, proposal, fingerprint, profiles } = inspected;
  return inTenant(ctx, async (tx) => {
    const remembered = (await findMapping(tx, fingerprint)) as ImportMapping | undefined;
    const mapping = remembered ? { ...proposal, ...remembered } : proposal;
    if (remembered) {
      inspection.remembered = true;
      inspection.layout = mapping.layout;
      for (const { index, meaning } of mapping.columns) {
        const column = inspection.columns[index];
        if (column) Object.assign(column, { meaning, confidence: 1 });
      }
      inspection.questions = openQuestions(inspection, mapping);
    }
    await updateImport(tx, importId, {
      status: 'ready',
      inspection,
      mapping,
      checkpoint: { fingerprint, profiles },
    });
    const row = await findImport(tx, importId);
    if (!row) throw noSuchImport();
    return mapImport(row);
  });
}

async function failInspection(ctx: Context, importId: string, error: unknown): Promise<Import> {
  const known = error instanceof ServiceError;
  if (!known) ctx.platform.log.error({ err: error, importId }, 'looking at an uploaded file failed');
  const told = known
    ? { code: error.code, message: error.message }
    : {
        code: 'internal',
        message: 'The file could not be looked at. Try again; if it happens again, send us the file name.',
      };
  return inTenant(ctx, async (tx) => {
    await updateImport(tx, importId, { status: 'failed', error: told, finishedAt: ctx.platform.now() });
    const row = await findImport(tx, importId);
    if (!row) throw noSuchImport();
    return mapImport(row);
  });
}
