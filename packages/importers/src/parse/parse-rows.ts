import { rename } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { ColumnMeaning, ImportInspection, ImportMapping } from '@ordernimbus/contracts';
import { ServiceError } from '@ordernimbus/contracts';
import { isPersonalHeader } from '../columns/index.ts';
import { createColumnProfiler } from '../inspect/column-profiles.ts';
import { type ColumnProfiles, openQuestions } from '../inspect/index.ts';
import { numberMeanings } from '../inspect/questions.ts';
import { sqlText } from '../observations/open-duckdb.ts';
import { rawColumn } from '../raw/load-raw-table.ts';
import { queryRow, type WorkSettings, withWorkDatabase } from '../raw/work-database.ts';
import { datesSql } from './date-sql.ts';
import { bareNumberSql, numberSql } from './number-sql.ts';
import { typedRowsSql } from './row-sql.ts';

export interface ParseOptions {
  readonly rawTable: string;
  /** Parquet to be written: one typed row for every row of the file, those set aside with their reason */
  readonly rowsTable: string;
  readonly inspection: Pick<ImportInspection, 'columns' | 'wide'>;
  readonly mapping: ImportMapping;
  /** what `inspectFile` found out about the columns; looked for again where absent */
  readonly profiles?: ColumnProfiles | undefined;
  readonly timeZone: string;
  /** digits after the point of the shop's currency */
  readonly moneyDigits: number;
  /** YYYY-MM-DD in the shop's zone */
  readonly today: string;
  readonly work: WorkSettings;
}

/** Refuses a mapping that cannot be read: unknown or doubled columns, columns about people, open questions. */
export function checkMapping(inspection: Pick<ImportInspection, 'columns'>, mapping: ImportMapping): void {
  const used = new Map<ColumnMeaning, number>();
  const seen = new Set<number>();
  const refuse = (message: string, column?: string): never => {
    throw new ServiceError('invalid_input', message, {
      places: [{ field: 'columns', ...(column === undefined ? {} : { column }), message }],
    });
  };
  for (const { index, meaning } of mapping.columns) {
    const column = inspection.columns[index];
    if (!column) refuse(`There is no column ${index + 1}; the file has ${inspection.columns.length}.`);
    if (seen.has(index)) refuse(`The column "${column?.header}" is given two meanings.`, column?.header);
    seen.add(index);
    if (meaning === 'ignore') continue;
    const other = used.get(meaning);
    if (other !== undefined) {
      refuse(
        `The columns "${inspection.columns[other]?.header}" and "${column?.header}" are both given the meaning ${meaning}; choose one.`,
        column?.header,
      );
    }
    used.set(meaning, index);
    if (column && isPersonalHeader(column.header)) {
      refuse(`The column "${column.header}" is about people and is not read.`, column.header);
    }
  }
}

/** Typed rows of a file under a mapping. Throws `needs_answer` when only a person can say how to read it. */
export async function parseRows(options: ParseOptions): Promise<void> {
  const { inspection, mapping } = options;
  checkMapping(inspection, mapping);
  const questions = openQuestions(inspection, mapping);
  if (questions.length > 0) {
    throw new ServiceError('needs_answer', questions.map((question) => question.text).join(' '), {
      places: questions.map((question) => ({ field: question.id, message: question.text })),
    });
  }
  await withWorkDatabase(options.work, async (connection) => {
    const sql = await rowsSql(connection, options);
    const partial = `${options.rowsTable}.${process.pid}.partial`;
    await connection.run(`COPY (${sql}) TO ${sqlText(partial)} (FORMAT parquet, COMPRESSION lz4_raw)`);
    await rename(partial, options.rowsTable);
  });
}

async function rowsSql(connection: DuckDBConnection, options: ParseOptions): Promise<string> {
  const { inspection, mapping, rawTable } = options;
  const raw = `read_parquet(${sqlText(rawTable)})`;
  const indexOf = new Map(mapping.columns.map(({ index, meaning }) => [meaning, index]));
  indexOf.delete('ignore');
  const has = (meaning: ColumnMeaning): boolean => indexOf.has(meaning);
  const text = (meaning: ColumnMeaning): string =>
    has(meaning) ? rawColumn(indexOf.get(meaning) as number) : 'NULL::VARCHAR';

  const profiler = createColumnProfiler(connection, rawTable, options.profiles);
  const numbers = new Map<ColumnMeaning, string>();
  const stripped: string[] = [];
  for (const meaning of numberMeanings) {
    if (!has(meaning)) continue;
    const profile = await profiler.numbers(indexOf.get(meaning) as number);
    const decimal = mapping.decimal ?? profile?.decimal ?? '.';
    const isPlain = profile === undefined || (profile.plain && decimal === '.');
    if (isPlain && meaning !== 'service_level') {
      numbers.set(meaning, `TRY_CAST(${text(meaning)} AS DOUBLE)`);
      continue;
    }
    const value = meaning === 'service_level' ? `replace(${text(meaning)}, '%', '')` : text(meaning);
    stripped.push(`${bareNumberSql(value)} AS bare_${meaning}`);
    numbers.set(meaning, numberSql(`bare_${meaning}`, decimal));
  }
  const number = (meaning: ColumnMeaning): string => numbers.get(meaning) ?? 'NULL::DOUBLE';

  const base = stripped.length > 0 ? `(SELECT *, ${stripped.join(', ')} FROM ${raw})` : raw;
  let source = `SELECT * FROM ${base}`;
  let at = 'NULL::TIMESTAMP';
  let hasTime = false;
  if (has('date') && mapping.layout !== 'stock') {
    const column = text('date');
    const profile = await profiler.dates(indexOf.get('date') as number);
    hasTime = profile?.hasTime ?? false;
    if (profile === undefined || (profile.plain && (mapping.dateOrder ?? 'ymd') === 'ymd')) {
      at = `TRY_CAST(${column} AS TIMESTAMP)`;
    } else {
      const order = mapping.dateOrder ?? profile.order ?? 'dmy';
      await connection.run(
        `CREATE TEMP TABLE dates AS ${datesSql(`(SELECT DISTINCT ${column} AS v FROM ${raw} WHERE fault IS NULL AND ${column} IS NOT NULL)`, order, options.timeZone)}`,
      );
      source = `SELECT f.*, d.at AS parsed_at FROM ${base} f LEFT JOIN dates d ON d.v = f.${column}`;
      at = 'parsed_at';
    }
  }
  let lastSale: string | null = null;
  if (mapping.layout === 'long' && has('promotion')) {
    const found = await queryRow(
      connection,
      `SELECT strftime(max(${at}), '%Y-%m-%d') AS day FROM (${source}) WHERE ${number('quantity')} <> 0 AND ${at}::DATE <= DATE ${sqlText(options.today)} + 1`,
    );
    lastSale = typeof found.day === 'string' ? found.day : null;
  }
  let cancelPrefix = false;
  if (mapping.layout === 'order_lines' && has('order')) {
    const orders = await queryRow(
      connection,
      `SELECT count_if(regexp_full_match(${text('order')}, '[Cc]\\d{4,}')) AS marked, count_if(regexp_full_match(${text('order')}, '\\d{4,}')) AS bare FROM ${raw}`,
    );
    cancelPrefix = Number(orders.marked) > 0 && Number(orders.marked) < Number(orders.bare);
  }
  const readable = inspection.columns
    .filter((column) => !isPersonalHeader(column.header))
    .map((column) => rawColumn(column.index));
  return typedRowsSql(
    {
      mapping,
      has,
      text,
      number,
      header: (meaning) => inspection.columns[indexOf.get(meaning) ?? -1]?.header ?? '',
      at,
      keepTime: hasTime && mapping.layout !== 'long',
      moneyDigits: options.moneyDigits,
      today: options.today,
      lastSale,
      cancelPrefix,
      labelColumns: readable.slice(0, 8),
      isWide: inspection.wide !== undefined,
    },
    source,
  );
}
