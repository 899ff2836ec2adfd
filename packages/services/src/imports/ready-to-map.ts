import {
  type DateOrder,
  type ImportInspection,
  type ImportMapping,
  periodsOf,
  type RowPeriod,
} from '@ordernimbus/contracts';
import { findMapping, type TenantTransaction } from '@ordernimbus/data';
import { type InspectedFile, openQuestions } from '@ordernimbus/importers';
import type { Checkpoint } from './import-state.ts';

export interface ReadyImport {
  readonly status: 'ready';
  readonly inspection: ImportInspection;
  readonly mapping: ImportMapping;
  readonly checkpoint: Checkpoint;
}

/** What an import becomes when its file has been looked at: with the mapping of before for these headers, or ours. */
export async function readyToMap(
  tx: TenantTransaction,
  { inspection, proposal, fingerprint, profiles }: InspectedFile,
): Promise<ReadyImport> {
  const remembered = (await findMapping(tx, fingerprint)) as ImportMapping | undefined;
  const mapping = remembered ? recall(remembered, proposal, inspection) : proposal;
  if (remembered) {
    inspection.remembered = true;
    inspection.layout = mapping.layout;
    for (const { index, meaning } of mapping.columns) {
      const column = inspection.columns[index];
      if (column) Object.assign(column, { meaning, confidence: 1 });
    }
    inspection.questions = openQuestions(inspection, mapping);
  }
  return { status: 'ready', inspection, mapping, checkpoint: { fingerprint, profiles } };
}

/** What was agreed for these headers before. That rows cover weeks or months holds only where the dates may be such. */
function recall(
  remembered: ImportMapping,
  proposal: ImportMapping,
  inspection: ImportInspection,
): ImportMapping {
  const { rowPeriod: proposed, ...ours } = proposal;
  const { rowPeriod: agreed, ...theirs } = remembered;
  // what this file's dates decide is no matter of memory, and year first decides nothing where they do not
  const { dateOrder: before, ...rest } = theirs;
  const dateOrder = ours.dateOrder ?? (before === 'ymd' ? undefined : before);
  const rowPeriod = agreed && mayBe(agreed, inspection, dateOrder) ? agreed : proposed;
  return { ...ours, ...rest, ...(dateOrder ? { dateOrder } : {}), ...(rowPeriod ? { rowPeriod } : {}) };
}

function mayBe(period: RowPeriod, { columns }: ImportInspection, dateOrder: DateOrder | undefined): boolean {
  const periods = columns.map((column) => periodsOf(column, dateOrder));
  const isWeekly = periods.some(({ weekly }) => weekly !== undefined);
  const isMonthly = periods.some(({ monthly }) => monthly !== undefined);
  if (period === 'month') return isMonthly;
  return period === 'day' ? isWeekly || isMonthly : isWeekly;
}
