import { rename } from 'node:fs/promises';
import { type InspectedFile, inspectFile } from '@ordernimbus/importers';
import type { Platform } from '../context.ts';
import { type KeyedWork, rawKey, sourceKey } from './import-files.ts';

export interface SourceToInspect {
  readonly tenantId: string;
  readonly importId: string;
  readonly sha256: string;
  /** of a workbook; the largest that is a table when unset */
  readonly sheet?: string;
}

/** Looks at an uploaded file, and keeps its rows as text under the name of the sheet that they are of. */
export async function inspectSource(
  { objects }: Platform,
  { tenantId, importId, sha256, sheet }: SourceToInspect,
  work: KeyedWork,
): Promise<InspectedFile> {
  const rawTable = `${work.folder}/raw.parquet`;
  const inspected = await inspectFile({
    source: await objects.localPath(sourceKey(tenantId, sha256)),
    rawTable,
    work,
    ...(sheet === undefined ? {} : { sheet }),
  });
  // which sheet it is, is known only now; what can be made again need not wait for the disk
  const raw = rawKey(tenantId, importId, inspected.inspection.workbook?.sheet);
  await rename(rawTable, await objects.localPath(raw));
  return inspected;
}
