import { createReadStream } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { type Import, ServiceError } from '@ordernimbus/contracts';
import { findImport, type ImportRow, listImportRows } from '@ordernimbus/data';
import { readRejectionsCsv } from '@ordernimbus/importers';
import { type Context, inTenant, requireScope } from '../context.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { sourceKey } from './import-files.ts';
import { checkpointOf, mapImport, noSuchImport } from './import-state.ts';

/** Newest first; the inspection is left out. */
export async function listImports(
  ctx: Context,
  input: { readonly cursor?: string; readonly limit?: number },
): Promise<{ items: Import[]; nextCursor?: string }> {
  requireScope(ctx, 'read');
  const limit = input.limit ?? 50;
  const before = decodeCursor(input.cursor, { sequence: 'number' })?.sequence;
  const rows = await inTenant(ctx, (tx) =>
    listImportRows(tx, { limit: limit + 1, ...(before === undefined ? {} : { before }) }),
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const items = page.map(mapImport);
  return rows.length > limit && last
    ? { items, nextCursor: encodeCursor({ sequence: last.sequence }) }
    : { items };
}

export async function getImport(ctx: Context, input: { readonly importId: string }): Promise<Import> {
  requireScope(ctx, 'read');
  return mapImport(await findRow(ctx, input.importId));
}

async function findRow(ctx: Context, importId: string): Promise<ImportRow> {
  const row = await inTenant(ctx, (tx) => findImport(tx, importId));
  if (!row) throw noSuchImport();
  return row;
}

/** errors.csv in pieces: row, column, value, reason of every row that was set aside. */
export async function streamErrors(
  ctx: Context,
  input: { readonly importId: string },
): Promise<{ fileName: string; csv: AsyncGenerator<string> }> {
  requireScope(ctx, 'read');
  const row = await findRow(ctx, input.importId);
  const { rows } = checkpointOf(row);
  if (!rows || !(await ctx.platform.objects.exists(rows))) {
    throw new ServiceError(
      'not_found',
      'The rows of this file were not read yet. Confirm its columns first.',
    );
  }
  const rowsTable = await ctx.platform.objects.localPath(rows);
  return {
    fileName: `${row.fileName.replace(/(\.csv|\.tsv|\.txt)?(\.gz)?$/i, '')}-errors.csv`,
    csv: readRejectionsCsv(rowsTable, { folder: path.join(tmpdir(), 'ordernimbus') }),
  };
}

/** The file as it came. */
export async function openImportSource(
  ctx: Context,
  input: { readonly importId: string },
): Promise<{ fileName: string; bytes: number; body: Readable }> {
  requireScope(ctx, 'import');
  const row = await findRow(ctx, input.importId);
  const key = row.sha256 ? sourceKey(ctx.tenantId, row.sha256) : undefined;
  if (!key || !(await ctx.platform.objects.exists(key))) {
    throw new ServiceError('not_found', 'The file of this import is not kept any more.');
  }
  return {
    fileName: row.fileName,
    bytes: row.bytes ?? 0,
    body: createReadStream(await ctx.platform.objects.localPath(key)),
  };
}
