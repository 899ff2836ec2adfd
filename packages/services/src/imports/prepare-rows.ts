import { type ImportMapping, ServiceError } from '@ordernimbus/contracts';
import type { ImportRow } from '@ordernimbus/data';
import { parseRows, type RowsSummary, summariseRows } from '@ordernimbus/importers';
import type { Platform } from '../context.ts';
import { type KeyedWork, rawKey, rowsKey } from './import-files.ts';
import { checkpointOf, inspectionOf, rowPeriodOf, type ShopRules } from './import-state.ts';
import { inspectSource } from './inspect-source.ts';

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
  const inspection = inspectionOf(row);
  const chosen = inspection?.workbook ? { sheet: inspection.workbook.sheet } : {};
  const { timeZone, moneyDigits } = shop;
  const rows = rowsKey(tenantId, row.id, { mapping, timeZone, moneyDigits, ...chosen });
  if (checkpoint.rows === rows && checkpoint.summary && (await objects.exists(rows))) {
    return { rows, summary: checkpoint.summary };
  }
  const { sha256 } = row;
  if (!inspection || !sha256) {
    throw new ServiceError('conflict', 'The file was not read, so it cannot be imported. Upload it again.');
  }
  if (!(await objects.exists(rows))) {
    const raw = rawKey(tenantId, row.id, chosen.sheet);
    if (!(await objects.exists(raw))) {
      await inspectSource(platform, { tenantId, importId: row.id, sha256, ...chosen }, work);
    }
    const rawTable = await objects.localPath(raw);
    const temporary = `${work.key}/rows.parquet`;
    const rowsTable = await objects.localPath(temporary);
    const { profiles } = checkpoint;
    await parseRows({ rawTable, rowsTable, inspection, mapping, profiles, work, ...shop });
    await objects.commit(temporary, rows);
  }
  return { rows, summary: await summariseRows(await objects.localPath(rows), work, rowPeriodOf(mapping)) };
}
