import { createHash, randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { ImportMapping } from '@ordernimbus/contracts';
import { openWorkDatabase, type WorkSettings } from '@ordernimbus/importers';
import type { Platform } from '../context.ts';

/** Where the files of imports lie in the object store. */
export const sourceKey = (tenantId: string, sha256: string): string =>
  `tenants/${tenantId}/sources/${sha256}`;
export const importPrefix = (tenantId: string, importId: string): string =>
  `tenants/${tenantId}/imports/${importId}`;
/** Rows as text. Each sheet of a workbook has its own, so that no reading of one meets those of another. */
export const rawKey = (tenantId: string, importId: string, sheet?: string): string =>
  sheet === undefined
    ? `${importPrefix(tenantId, importId)}/raw.parquet`
    : `${rawSheetsKey(tenantId, importId)}/${digestOf(sheet)}.parquet`;
export const rawSheetsKey = (tenantId: string, importId: string): string =>
  `${importPrefix(tenantId, importId)}/raw-sheets`;

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 24);

export interface ReadingRules {
  readonly mapping: ImportMapping;
  readonly timeZone: string;
  readonly moneyDigits: number;
  /** of a workbook */
  readonly sheet?: string;
}

/** Goes up when typed rows get columns, so that rows of before are read again where they were only looked at. */
const rowsVersion = 2;

/** Typed rows are named by everything that decides them, so they are never read under other rules. */
export function rowsKey(tenantId: string, importId: string, rules: ReadingRules): string {
  const { layout, columns, dateOrder, decimal, defaultLocation, excludedItems, rowPeriod } = rules.mapping;
  const digest = digestOf(
    JSON.stringify([
      rowsVersion,
      layout,
      columns.map(({ index, meaning }) => [index, meaning]).sort(([a], [b]) => Number(a) - Number(b)),
      dateOrder,
      decimal,
      defaultLocation,
      excludedItems,
      rowPeriod,
      rules.timeZone,
      rules.moneyDigits,
      ...(rules.sheet === undefined ? [] : [rules.sheet]),
    ]),
  );
  return `${importPrefix(tenantId, importId)}/rows-${digest}.parquet`;
}

/** Where the job of an import keeps temporary files; its next worker clears what a killed one left. */
export const jobFolderKey = (tenantId: string, importId: string): string =>
  `${importPrefix(tenantId, importId)}/job`;
/** Where requests about an import keep theirs. */
export const requestFolderKey = (tenantId: string, importId: string): string =>
  `${importPrefix(tenantId, importId)}/work`;

export interface KeyedWork extends WorkSettings {
  /** key of `folder` in the object store */
  readonly key: string;
}

/** Lends one DuckDB and a folder of its own for temporary files, beside the import's files. */
export async function withWork<T>(
  platform: Platform,
  parentKey: string,
  run: (work: KeyedWork) => Promise<T>,
): Promise<T> {
  const key = `${parentKey}/${randomUUID()}`;
  const folder = path.dirname(await platform.objects.localPath(`${key}/x`));
  const shared = await openWorkDatabase({ folder });
  try {
    return await run({ folder, shared, key });
  } finally {
    await shared.close();
    await rm(folder, { recursive: true, force: true });
  }
}
