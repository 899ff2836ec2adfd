import type { ColumnMeaning, ImportMapping } from '@ordernimbus/contracts';
import { sqlText } from '../observations/open-duckdb.ts';
import { sumWords } from '../wide/index.ts';
import { cellErrors } from '../workbook/index.ts';
import { flagSql, promotionSql } from './number-sql.ts';
import { rejectionReasons } from './reasons.ts';

export interface RowSqlInput {
  readonly mapping: ImportMapping;
  /** SQL of the text of a meaning; `NULL` where no column has it */
  readonly text: (meaning: ColumnMeaning) => string;
  readonly has: (meaning: ColumnMeaning) => boolean;
  readonly header: (meaning: ColumnMeaning) => string;
  /** SQL of the number of a meaning */
  readonly number: (meaning: ColumnMeaning) => string;
  /** SQL of the local TIMESTAMP of the row */
  readonly at: string;
  readonly keepTime: boolean;
  /** digits after the point of the currency */
  readonly moneyDigits: number;
  /** the day of today in the shop's zone, YYYY-MM-DD */
  readonly today: string;
  /** the last day on which the file has sales; null where it does not matter or there is none */
  readonly lastSale: string | null;
  /** orders that begin with C are cancellations */
  readonly cancelPrefix: boolean;
  /** raw columns whose first filled one may say "Total" */
  readonly labelColumns: readonly string[];
  /** a row is the cell of a wide table, whose column is the date of its heading */
  readonly isWide: boolean;
}

/** How far ahead a file may plan promotions. */
const mostDaysAhead = 731;

const listSql = (words: readonly string[]): string => `(${words.map(sqlText).join(', ')})`;
const unknownItems = listSql([
  ...['none', 'n/a', 'na', 'null', 'nan', 'unknown', 'unbekannt', 'undefined', '-', '--', '?'],
  ...cellErrors,
]);
const totalWords =
  '^(grand |sub-?)?(total|totals|totales|totale|summe|gesamt|gesamtsumme|zwischensumme|suma|somme|totaal)\\b.*$';
/** All that a cell says: an item may be called "Total Eclipse". */
const isSumSql = (cell: string): string =>
  `regexp_replace(lower(strip_accents(${cell})), '[^\\p{L}\\p{N}]', '', 'g') IN ${listSql([...sumWords])}`;

/**
 * SQL that turns the raw rows of `source` (line, fault, fields as text) into typed rows. A row that is set aside keeps its
 * line and says why: reason, column and value; all others have a null `reason`.
 */
export function typedRowsSql(input: RowSqlInput, source: string): string {
  const { mapping, text, has, number, moneyDigits } = input;
  const { layout } = mapping;
  const stock = layout === 'stock';
  // only of daily tables: an order's flag is known where something was sold, and would look as if it sold everything
  const promotions = layout === 'long' && has('promotion');
  const factor = 10 ** moneyDigits;
  const flag = (meaning: ColumnMeaning): string => (has(meaning) ? flagSql(text(meaning)) : 'NULL::BOOLEAN');
  const money = (value: string): string =>
    `CASE WHEN abs(${value}) * ${factor} < 9e15 THEN round(${value} * ${factor})::BIGINT END`;
  const rawItem = text('item');
  const item = `CASE WHEN starts_with(${rawItem}, '="') THEN trim(${rawItem}, '="') ELSE ${rawItem} END`;
  let quantity = 'NULL::DOUBLE';
  if (!stock) {
    quantity = has('quantity') ? number('quantity') : layout === 'till_lines' ? '1::DOUBLE' : 'NULL::DOUBLE';
    if (input.cancelPrefix)
      quantity = `(CASE WHEN starts_with(upper(${text('order')}), 'C') THEN -abs(${quantity}) ELSE ${quantity} END)`;
  }
  const typed = [
    `${item} AS item`,
    `coalesce(${text('location')}, ${sqlText(mapping.defaultLocation ?? 'Main')}) AS location`,
    stock ? 'NULL::TIMESTAMP AS at' : `${input.at} AS at`,
    `${quantity} AS quantity`,
    `${has('price') ? number('price') : 'NULL::DOUBLE'} AS price`,
    `${has('revenue') ? number('revenue') : 'NULL::DOUBLE'} AS revenue`,
    `${has('cost') ? number('cost') : 'NULL::DOUBLE'} AS cost`,
    `${layout === 'long' ? 'NULL::VARCHAR' : text('order')} AS ord`,
    `${flag('in_stock')} AS in_stock`,
    `${flag('open')} AS open`,
    `${promotions ? promotionSql(text('promotion')) : 'NULL::BOOLEAN'} AS promotion`,
    ...(['item_name', 'category', 'barcode', 'supplier', 'supplier_sku'] as const).map(
      (meaning) => `left(${text(meaning)}, 500) AS ${meaning}`,
    ),
    ...(
      ['on_hand', 'on_order', 'pack_size', 'minimum_quantity', 'lead_time_days', 'review_days'] as const
    ).map((meaning) => `${has(meaning) ? number(meaning) : 'NULL::DOUBLE'} AS ${meaning}`),
    has('service_level')
      ? `CASE WHEN ${number('service_level')} > 1 THEN ${number('service_level')} / 100 ELSE ${number('service_level')} END AS service_level`
      : 'NULL::DOUBLE AS service_level',
  ].join(', ');

  const planned = promotions && input.lastSale !== null ? plannedSql(input, input.lastSale) : 'false';
  const conditions: [string, string][] = [['t.fault IS NOT NULL', 't.fault']];
  const when = (condition: string, reason: string): void =>
    void conditions.push([condition, sqlText(reason)]);
  const unreadable = (meaning: ColumnMeaning, wrong = 'false'): void => {
    if (has(meaning)) {
      when(`${text(meaning)} IS NOT NULL AND (t.${meaning} IS NULL OR ${wrong})`, `${meaning}_unreadable`);
    }
  };
  const labels = input.labelColumns;
  if (labels.length > 0) {
    const label = `lower(coalesce(${labels.join(', ')}))`;
    const doubtful = stock ? 't.item IS NULL' : '(t.item IS NULL OR t.at IS NULL)';
    when(`${doubtful} AND regexp_matches(${label}, ${sqlText(totalWords)})`, 'totals_row');
    // every row of a wide table has dates
    if (input.isWide) {
      when(`${isSumSql(label)} OR coalesce(${isSumSql('t.item')}, false)`, 'totals_row');
    }
  }
  when('t.item IS NULL', 'item_missing');
  when(`lower(t.item) IN ${unknownItems}`, 'item_unknown');
  when('length(t.item) > 200', 'item_too_long');
  when('length(t.location) > 200', 'location_too_long');
  when(`lower(t.location) IN ${listSql(cellErrors)}`, 'location_unknown');
  const excluded = (mapping.excludedItems ?? []).map((code) => sqlText(code.trim().toUpperCase()));
  if (excluded.length > 0) when(`upper(t.item) IN (${excluded.join(', ')})`, 'excluded_item');
  if (has('status')) {
    when(
      `lower(${text('status')}) IN ('cancelled', 'canceled', 'void', 'voided', 'storniert', 'annulé', 'cancelado', 'failed')`,
      'cancelled',
    );
  }
  if (!stock) {
    if (layout === 'order_lines') when('t.ord IS NULL', 'order_missing');
    when(`${text('date')} IS NULL`, 'date_missing');
    when('t.at IS NULL', 'date_unreadable');
    when("t.at < TIMESTAMP '1990-01-01'", 'date_out_of_range');
    when(
      `t.at::DATE > DATE ${sqlText(input.today)} + CASE WHEN ${planned} THEN ${mostDaysAhead} ELSE 1 END`,
      'date_in_future',
    );
    if (layout === 'long' && mapping.rowPeriod === 'month') {
      when(`last_day(t.at::DATE) > DATE ${sqlText(input.today)} AND NOT ${planned}`, 'month_not_over');
    }
    if (layout === 'long' && mapping.rowPeriod?.startsWith('week')) {
      const end = mapping.rowPeriod === 'week_from' ? 't.at::DATE + 6' : 't.at::DATE';
      when(`${end} > DATE ${sqlText(input.today)} AND NOT ${planned}`, 'week_not_over');
    }
    if (has('quantity')) {
      when(`${text('quantity')} IS NULL AND NOT ${planned}`, 'quantity_missing');
      when(`t.quantity IS NULL AND NOT ${planned}`, 'quantity_unreadable');
      when('abs(t.quantity) > 1e9', 'quantity_too_large');
    }
    unreadable('price');
    unreadable('revenue');
    unreadable('in_stock');
    unreadable('open');
    when(`abs(coalesce(t.revenue, t.price * t.quantity)) * ${factor} >= 9e14`, 'money_too_large');
  } else {
    if (has('on_hand')) when('t.on_hand IS NULL', 'on_hand_unreadable');
    unreadable('on_order', 't.on_order < 0');
    unreadable('lead_time_days', 't.lead_time_days NOT BETWEEN 0 AND 365');
    unreadable('review_days', 't.review_days NOT BETWEEN 1 AND 365');
    unreadable('pack_size', 't.pack_size <= 0');
    unreadable('minimum_quantity', 't.minimum_quantity < 0');
    unreadable('service_level', 't.service_level <= 0 OR t.service_level >= 1');
  }
  unreadable('cost', `t.cost < 0 OR t.cost * ${factor} >= 9e14`);
  const reason = `CASE ${conditions.map(([condition, value]) => `WHEN ${condition} THEN ${value}`).join(' ')} END`;

  let judged = `SELECT t.*, ${reason} AS reason FROM (SELECT r.*, ${typed} FROM (${source}) r) t`;
  // where lines are numbered, a second one of the same number is the same line again
  if (has('line') && has('order') && layout !== 'long' && !stock) {
    judged = `SELECT * REPLACE (CASE
        WHEN reason IS NULL AND ord IS NOT NULL AND ${text('line')} IS NOT NULL
          AND row_number() OVER (PARTITION BY reason, ord, location, item, ${text('line')} ORDER BY line) > 1
        THEN 'duplicate_line' ELSE reason END AS reason) FROM (${judged})`;
  }

  const known = Object.entries(rejectionReasons).filter(([, { column }]) => column && has(column));
  const badColumn = known.map(
    ([name, { column }]) =>
      `WHEN ${sqlText(name)} THEN ${input.isWide && (column === 'quantity' || column === 'date') ? text('date') : sqlText(input.header(column as ColumnMeaning))}`,
  );
  const badValue = known.map(
    ([name, { column }]) => `WHEN ${sqlText(name)} THEN ${text(column as ColumnMeaning)}`,
  );
  const timeText = has('time') && layout !== 'long' && !stock ? text('time') : 'NULL::VARCHAR';
  const first = input.labelColumns[0] ?? 'NULL';
  return `SELECT t.line AS row, t.reason, t.item, t.location, t.at::DATE AS day,
      ${planned === 'false' ? '' : `CASE WHEN NOT ${planned} THEN `}round(t.quantity, 6)${planned === 'false' ? '' : ' END'} AS quantity,
      ${money('coalesce(t.revenue, t.price * t.quantity)')} AS revenue, ${money('t.price')} AS price, ${money('t.cost')} AS cost,
      t.ord, ${input.keepTime ? "strftime(t.at, '%Y-%m-%d %H:%M:%S')" : timeText} AS at,
      t.in_stock, t.open, t.promotion, t.item_name, t.category, t.barcode, t.supplier, t.supplier_sku,
      t.on_hand, t.on_order, t.pack_size, t.minimum_quantity,
      TRY_CAST(round(t.lead_time_days) AS INTEGER) AS lead_time_days, TRY_CAST(round(t.review_days) AS INTEGER) AS review_days,
      t.service_level,
      CASE t.reason ${badColumn.join(' ')} WHEN '' THEN '' END AS bad_column,
      left(CASE t.reason ${badValue.join(' ')} WHEN 'columns' THEN c0 WHEN 'quote' THEN c0 WHEN 'totals_row' THEN ${first} END, 200) AS bad_value
    FROM (${judged}) t`;
}

/**
 * A row after the last sale of the file that says whether there is a promotion and nothing of sales: what is planned. A
 * zero on a day that has not come is no sale of nothing.
 */
const plannedSql = ({ text, today }: RowSqlInput, lastSale: string): string =>
  `(t.at::DATE > DATE ${sqlText(lastSale)} AND ${text('promotion')} IS NOT NULL
    AND (${text('quantity')} IS NULL OR (t.quantity = 0 AND t.at::DATE > DATE ${sqlText(today)} + 1)))`;
