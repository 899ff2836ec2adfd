import { type ImportMapping, ServiceError } from '@ordernimbus/contracts';
import type { ImportRow } from '@ordernimbus/data';
import { inspectFile, parseRows, type RowsSummary, summariseRows } from '@ordernimbus/importers';
import type { Platform } from '../context.ts';
import { type KeyedWork, rawKey, rowsKey, sourceKey } from './import-files.ts';
import { checkpointOf, inspectionOf, rowPeriodOf, type ShopRules } from './import-state.ts';

export interface PreparedRows {
  readonly rows: string;
  readonly summary: RowsSummary;
}

/** Typed rows of an import under a mapping: those already made for the very same rules, or made now. */
export async function prepareRows(
  platform: Platform,
  tenantId: string,
  row: ImportRow,
  mapping: ImportMapping,
  shop: ShopRules,
  work: KeyedWork,
): Promise<PreparedRows> {
  const { objects } = platform;
  const checkpoint = checkpointOf(row);
  const rows = rowsKey(tenantId, row.id, { mapping, timeZone: shop.timeZone, moneyDigits: shop.moneyDigits });
  if (checkpoint.rows === rows && checkpoint.summary && (await objects.exists(rows))) {
    return { rows, summary: checkpoint.summary };
  }
  const inspection = inspectionOf(row);
  const { sha256 } = row;
  if (!inspection || !sha256) {
    throw new ServiceError('conflict', 'The file was not read, so it cannot be imported. Upload it again.');
  }
  if (!(await objects.exists(rows))) {
    const raw = rawKey(tenantId, row.id);
    const rawTable = await objects.localPath(raw);
    if (!(await objects.exists(raw))) {
      await inspectFile({ source: await objects.localPath(sourceKey(tenantId, sha256)), rawTable, work });
    }
    const temporary = `${work.key}/rows.parquet`;
    const rowsTable = await objects.localPath(temporary);
    const { profiles } = checkpoint;
    await parseRows({ rawTable, rowsTable, inspection, mapping, profiles, work, ...shop });
    await objects.commit(temporary, rows);
  }
  return { rows, summary: await summariseRows(await objects.localPath(rows), work, rowPeriodOf(mapping)) };
}
