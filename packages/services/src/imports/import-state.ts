import type {
  Import,
  ImportInspection,
  ImportMapping,
  ImportPreview,
  ImportProgress,
  ImportResult,
  RowPeriod,
} from '@ordernimbus/contracts';
import { ServiceError } from '@ordernimbus/contracts';
import { findTenant, type ImportRow, type TenantTransaction } from '@ordernimbus/data';
import type { ColumnProfiles, RowsSource, RowsSummary } from '@ordernimbus/importers';

/**
 * How far an import has come. Written in the transaction of the work that it stands for.
 *
 * rows -> catalog -> sales (chunk by chunk) -> finish; `rollback` goes through the same chunks and leaves what the other
 * imports say. Every step can be repeated: a killed worker's successor goes on at the last one that was committed.
 */
export interface Checkpoint {
  readonly fingerprint?: string;
  /** how the columns are written, from looking at the file */
  readonly profiles?: ColumnProfiles;
  /** key of the typed rows, and what is in them */
  readonly rows?: string;
  readonly summary?: RowsSummary;
  readonly stage?: 'catalog' | 'sales' | 'spans' | 'promotions' | 'rollback';
  readonly chunk?: number;
  readonly chunks?: number;
  readonly changedDays?: number;
  /** entries of the calendar that came or went */
  readonly changedPromotions?: number;
  /** promotions of the file that the calendar had no room for */
  readonly promotionsLeftOut?: number;
  /** how a rollback ends when it is no undo */
  readonly outcome?: 'cancelled' | 'failed';
  /** milliseconds since 1970 at which the work began */
  readonly began?: number;
}

export const checkpointOf = (row: Pick<ImportRow, 'checkpoint'>): Checkpoint =>
  (row.checkpoint ?? {}) as Checkpoint;
export const mappingOf = (row: Pick<ImportRow, 'mapping'>): ImportMapping | null =>
  (row.mapping ?? null) as ImportMapping | null;
export const inspectionOf = (row: Pick<ImportRow, 'inspection'>): ImportInspection | null =>
  (row.inspection ?? null) as ImportInspection | null;

export function mapImport(row: ImportRow): Import {
  const progress = row.progress as Partial<ImportProgress> | null;
  return {
    id: row.id,
    fileName: row.fileName,
    bytes: row.bytes,
    sha256: row.sha256,
    status: row.status,
    inspection: inspectionOf(row),
    mapping: mappingOf(row),
    preview: (row.preview ?? null) as ImportPreview | null,
    progress: progress?.stage ? (progress as ImportProgress) : null,
    result: (row.result ?? null) as ImportResult | null,
    error: (row.error ?? null) as Import['error'],
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    undoneAt: row.undoneAt?.toISOString() ?? null,
  };
}

const open = new Set<ImportRow['status']>(['ready', 'failed', 'cancelled']);

/** How its file is read may still be changed. */
export const isOpen = (status: ImportRow['status']): boolean => open.has(status);

export const noSuchImport = (): ServiceError => new ServiceError('not_found', 'There is no such import.');

/** Sources for the identity rules: the imports that count, each with its typed rows on this machine. */
export async function sourcesOf(
  rows: readonly ImportRow[],
  localPath: (key: string) => Promise<string>,
): Promise<RowsSource[]> {
  const sources: RowsSource[] = [];
  for (const row of rows) {
    const source = await sourceOf(row, localPath);
    if (source) sources.push(source);
  }
  return sources;
}

export async function sourceOf(
  row: ImportRow,
  localPath: (key: string) => Promise<string>,
): Promise<RowsSource | undefined> {
  const { rows, summary } = checkpointOf(row);
  const mapping = mappingOf(row);
  if (!rows || !mapping) return undefined;
  return toSource(row, mapping, await localPath(rows), summary);
}

export const rowPeriodOf = ({ layout, rowPeriod }: ImportMapping): RowPeriod =>
  layout === 'long' ? (rowPeriod ?? 'day') : 'day';

export const toSource = (
  row: Pick<ImportRow, 'sequence'>,
  mapping: ImportMapping,
  rowsTable: string,
  summary: RowsSummary | undefined,
): RowsSource => ({
  rowsTable,
  sequence: row.sequence,
  layout: mapping.layout,
  rowPeriod: rowPeriodOf(mapping),
  hasPromotions: summary?.hasPromotions === true,
});

export interface ShopRules {
  readonly timeZone: string;
  readonly moneyDigits: number;
  readonly today: string;
}

/** What of the shop decides how files are read. */
export async function readShopRules(tx: TenantTransaction, now: Date): Promise<ShopRules> {
  const tenant = await findTenant(tx, tx.tenantId);
  if (!tenant) throw new ServiceError('not_found', 'There is no such shop.');
  const { timeZone, currency } = tenant;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return {
    timeZone,
    moneyDigits: format.resolvedOptions().maximumFractionDigits ?? 2,
    today: new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(now),
  };
}
