import { ServiceError } from '@ordernimbus/contracts';
import { matchColumns } from '../columns/index.ts';
import { findPeriods } from '../wide/index.ts';
import { type HeadRecord, splitRecords } from './split-records.ts';

export interface Dialect {
  readonly separator: ',' | ';' | '\t' | '|';
  /** header texts, trimmed; an empty one is named by its position */
  readonly headers: readonly string[];
  /** number of records before and including the header */
  readonly skipRecords: number;
  /** line of the header, from 1 */
  readonly headerLine: number;
}

const separators = [',', ';', '\t', '|'] as const;
const looksLikeValue = /^[-+(]?[\p{Sc}]?\s*\d[\d.,:/\s-]*[%)]?(\s*(am|pm))?$/iu;
/** lines above the header (a title, a date range) that are looked through */
const maxPreamble = 30;

/**
 * Dates look like values, but a row of them, each another one, heads the columns of a wide table: where another cell names a
 * column too, or more than half are dates. An order has two or three among other values.
 */
function isWideHeader(texts: readonly string[], known: number, named: number): boolean {
  const periods = findPeriods(texts)?.columns.length ?? 0;
  return periods > 0 && periods < texts.length && (known > 0 || periods * 2 > named);
}

/**
 * Separator and header row, from the first part of the text.
 * @param sheet the sheet of a workbook that the text was made of: tabs stand between its cells
 */
export function sniffDialect(text: string, mayBeCut: boolean, maxColumns: number, sheet?: string): Dialect {
  let best: { score: number; dialect: Dialect } | undefined;
  for (const separator of sheet === undefined ? separators : (['\t'] as const)) {
    const records = splitRecords(text, separator, mayBeCut || false);
    const candidate = scoreSeparator(
      records.length > 0 ? records : splitRecords(text, separator, false),
      separator,
    );
    if (candidate && (!best || candidate.score > best.score)) best = candidate;
  }
  if (!best) {
    throw new ServiceError(
      'unsupported_file',
      sheet === undefined
        ? 'No header row was found: the first lines must name the columns, separated by commas, semicolons or tabs.'
        : `No header row was found on the sheet "${sheet}": one of its first rows must name the columns.`,
    );
  }
  if (best.dialect.headers.length > maxColumns) {
    throw new ServiceError(
      'unsupported_file',
      `The file has ${best.dialect.headers.length} columns; at most ${maxColumns} are read. Export only the columns about sales.`,
    );
  }
  return best.dialect;
}

function scoreSeparator(
  records: readonly HeadRecord[],
  separator: (typeof separators)[number],
): { score: number; dialect: Dialect } | undefined {
  const filled = records.filter((record) => record.fields.some((field) => field.trim() !== ''));
  const counts = new Map<number, number>();
  for (const record of filled) counts.set(record.fields.length, (counts.get(record.fields.length) ?? 0) + 1);
  const [width, agreeing] = [...counts]
    .filter(([fields]) => fields > 1)
    .sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [0, 0];
  if (width === 0) return undefined;
  let header: { index: number; score: number } | undefined;
  for (const [index, record] of records.slice(0, maxPreamble).entries()) {
    const texts = record.fields.map((field) => field.trim());
    const named = texts.filter((field) => field !== '').length;
    if (named < 2 || named * 2 < Math.min(width, texts.length)) continue;
    const values = texts.filter((field) => looksLikeValue.test(field)).length;
    const known = matchColumns(texts).filter((match) => match.meaning !== 'ignore').length;
    if (values * 2 >= named && !isWideHeader(texts, known, named)) continue;
    const score = known * 2 + (texts.length === width ? 1 : 0);
    // the first that fits stays, unless a later one names clearly more
    if (!header || score > header.score + 2) header = { index, score };
  }
  if (!header) return undefined;
  const record = records[header.index] as HeadRecord;
  const headers = record.fields.map((field, at) => field.replace(/\s+/g, ' ').trim() || `Column ${at + 1}`);
  return {
    score: header.score * 10 + (agreeing / filled.length) * 5 + Math.min(width, 20) / 10,
    dialect: { separator, headers, skipRecords: header.index + 1, headerLine: record.line },
  };
}
