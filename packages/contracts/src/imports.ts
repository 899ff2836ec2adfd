import { type Static, Type } from 'typebox';
import { Day, Id, Instant, Nullable } from './common.ts';

/** long: one row = item, day, quantity. order_lines: invoice lines. till_lines: one line = one unit. stock: on hand now. */
export const Layout = Type.Union([
  Type.Literal('long'),
  Type.Literal('order_lines'),
  Type.Literal('till_lines'),
  Type.Literal('stock'),
]);
export type Layout = Static<typeof Layout>;

/** What a column can mean. */
export const columnMeanings = [
  'item',
  'item_name',
  'category',
  'barcode',
  'supplier',
  'supplier_sku',
  'location',
  'date',
  'time',
  'quantity',
  'price',
  'revenue',
  'cost',
  'order',
  'line',
  'in_stock',
  'open',
  'promotion',
  'on_hand',
  'on_order',
  'lead_time_days',
  'review_days',
  'pack_size',
  'minimum_quantity',
  'service_level',
  'status',
  'ignore',
] as const;
export const ColumnMeaning = Type.Enum(columnMeanings);
export type ColumnMeaning = (typeof columnMeanings)[number];

export const DateOrder = Type.Union([Type.Literal('ymd'), Type.Literal('dmy'), Type.Literal('mdy')]);
export type DateOrder = Static<typeof DateOrder>;

/** What a row of a table of daily sales covers: the day of its date, the week that begins or ends on it, or its month. */
export const rowPeriods = ['day', 'week_from', 'week_until', 'month'] as const;
export const RowPeriod = Type.Enum(rowPeriods);
export type RowPeriod = Static<typeof RowPeriod>;

const datePeriods = {
  /** of dates of which nearly all are of one weekday (0 = Sunday): on how many such days there are rows */
  weekly: Type.Optional(Type.Object({ weekday: Type.Integer(), weeks: Type.Integer() })),
  /** of dates that are all the first, or all the last, of months on end: how many months there are */
  monthly: Type.Optional(Type.Object({ months: Type.Integer() })),
};

export const ImportColumn = Type.Object({
  index: Type.Integer(),
  header: Type.String(),
  meaning: ColumnMeaning,
  /** 0 to 1: how sure the alias and the values make us */
  confidence: Type.Number(),
  samples: Type.Array(Type.String()),
  emptyShare: Type.Number(),
  /** decided from all values of the column; null = both readings fit, we ask */
  dateOrder: Type.Optional(Nullable(DateOrder)),
  decimal: Type.Optional(Nullable(Type.Union([Type.Literal('.'), Type.Literal(',')]))),
  ...datePeriods,
  /** of dates that can be read in two ways: what they are in each */
  byOrder: Type.Optional(Type.Object({ dmy: Type.Object(datePeriods), mdy: Type.Object(datePeriods) })),
});
export type ImportColumn = Static<typeof ImportColumn>;

/** What the dates of a column are a week or a month apart, in the order in which they are to be read. */
export const periodsOf = (
  column: Pick<ImportColumn, 'weekly' | 'monthly' | 'byOrder'>,
  order: DateOrder | undefined,
): Pick<ImportColumn, 'weekly' | 'monthly'> =>
  column.byOrder && (order === 'dmy' || order === 'mdy') ? column.byOrder[order] : column;

/** Something only the user can decide; the import waits for the answer. */
export const ImportQuestion = Type.Object({
  id: Type.String(),
  column: Type.Optional(Type.Integer()),
  text: Type.String(),
  options: Type.Array(Type.Object({ value: Type.String(), label: Type.String() })),
});
export type ImportQuestion = Static<typeof ImportQuestion>;

export const ImportInspection = Type.Object({
  encoding: Type.String(),
  separator: Type.String(),
  compressed: Type.Boolean(),
  /** a Parquet file, whose cells are not text that somebody wrote */
  isParquet: Type.Optional(Type.Boolean()),
  /** of an Excel workbook: the sheet that is read, and those with values where there is a choice, the largest first */
  workbook: Type.Optional(
    Type.Object({
      sheet: Type.String(),
      sheets: Type.Array(Type.Object({ name: Type.String(), rows: Type.Integer(), hidden: Type.Boolean() })),
    }),
  ),
  /** of a table with one column for each day, week or month: its columns are read as rows, one for each filled cell */
  wide: Type.Optional(
    Type.Object({
      unit: Type.Enum(['day', 'week', 'month'] as const),
      columns: Type.Integer(),
      first: Type.String(),
      last: Type.String(),
    }),
  ),
  headerRow: Type.Integer(),
  rowsEstimated: Type.Integer(),
  layout: Layout,
  layoutConfidence: Type.Number(),
  columns: Type.Array(ImportColumn),
  sampleRows: Type.Array(Type.Array(Type.String())),
  questions: Type.Array(ImportQuestion),
  /** true when a mapping saved for the same headers was used */
  remembered: Type.Boolean(),
  notes: Type.Array(Type.String()),
});
export type ImportInspection = Static<typeof ImportInspection>;

export const ImportMapping = Type.Object({
  layout: Layout,
  columns: Type.Array(Type.Object({ index: Type.Integer({ minimum: 0 }), meaning: ColumnMeaning }), {
    maxItems: 2000,
  }),
  dateOrder: Type.Optional(DateOrder),
  /** absent: a day. The units of a week or month are spread over its days, with exact totals. */
  rowPeriod: Type.Optional(RowPeriod),
  decimal: Type.Optional(Type.Union([Type.Literal('.'), Type.Literal(',')])),
  /** location of rows without one */
  defaultLocation: Type.Optional(Type.String({ maxLength: 200 })),
  /** item codes that are no products (postage, fees); rows are set aside and counted */
  excludedItems: Type.Optional(Type.Array(Type.String({ maxLength: 200 }), { maxItems: 1000 })),
});
export type ImportMapping = Static<typeof ImportMapping>;

/** Which sheet of a workbook is to be read. */
export const SheetChoice = Type.Object({ sheet: Type.String({ minLength: 1, maxLength: 200 }) });
export type SheetChoice = Static<typeof SheetChoice>;

export const RejectionGroup = Type.Object({
  reason: Type.String(),
  message: Type.String(),
  rows: Type.Integer(),
  examples: Type.Array(Type.Object({ row: Type.Integer(), column: Type.String(), value: Type.String() })),
});
export type RejectionGroup = Static<typeof RejectionGroup>;

/** One finding a person can read, with the numbers behind it. */
export const QualityFinding = Type.Object({
  id: Type.String(),
  severity: Type.Union([Type.Literal('info'), Type.Literal('notice'), Type.Literal('warning')]),
  title: Type.String(),
  detail: Type.String(),
  count: Type.Number(),
});
export type QualityFinding = Static<typeof QualityFinding>;

/** What starting the import would change. */
export const ImportPreview = Type.Object({
  rows: Type.Integer(),
  validRows: Type.Integer(),
  rejectedRows: Type.Integer(),
  rejections: Type.Array(RejectionGroup),
  firstDay: Nullable(Day),
  lastDay: Nullable(Day),
  items: Type.Integer(),
  newItems: Type.Integer(),
  locations: Type.Integer(),
  newLocations: Type.Integer(),
  unitsSold: Type.Number(),
  unitsReturned: Type.Number(),
  revenueMinor: Type.Integer(),
  /** item-location-days that other imports already hold, and how the rule decides them */
  overlaps: Type.Object({ itemDays: Type.Integer(), rule: Type.String(), sameFileAs: Nullable(Id) }),
  identity: Type.String(),
  /** what to know of this file before it is imported; absent in previews of before there was such */
  findings: Type.Optional(Type.Array(QualityFinding)),
});
export type ImportPreview = Static<typeof ImportPreview>;

export const ImportProgress = Type.Object({
  stage: Type.String(),
  done: Type.Number(),
  total: Type.Number(),
  rowsPerSecond: Type.Optional(Type.Number()),
  secondsLeft: Type.Optional(Type.Number()),
});
export type ImportProgress = Static<typeof ImportProgress>;

export const ImportResult = Type.Object({
  rows: Type.Integer(),
  validRows: Type.Integer(),
  rejectedRows: Type.Integer(),
  rejections: Type.Array(RejectionGroup),
  itemDays: Type.Integer(),
  itemDaysChanged: Type.Integer(),
  items: Type.Integer(),
  locations: Type.Integer(),
  firstDay: Nullable(Day),
  lastDay: Nullable(Day),
  unitsSold: Type.Number(),
  unitsReturned: Type.Number(),
  revenueMinor: Type.Integer(),
  seconds: Type.Number(),
  quality: Type.Array(QualityFinding),
});
export type ImportResult = Static<typeof ImportResult>;

export const ImportStatus = Type.Enum([
  'uploading',
  'inspecting',
  'ready',
  'queued',
  'running',
  'done',
  'failed',
  'cancelled',
  'undoing',
  'undone',
] as const);
export const Import = Type.Object({
  id: Id,
  fileName: Type.String(),
  bytes: Nullable(Type.Integer()),
  sha256: Nullable(Type.String()),
  status: ImportStatus,
  inspection: Nullable(ImportInspection),
  mapping: Nullable(ImportMapping),
  preview: Nullable(ImportPreview),
  progress: Nullable(ImportProgress),
  result: Nullable(ImportResult),
  error: Nullable(Type.Object({ code: Type.String(), message: Type.String() })),
  createdBy: Type.String(),
  createdAt: Instant,
  finishedAt: Nullable(Instant),
  undoneAt: Nullable(Instant),
});
export type Import = Static<typeof Import>;

/** A source line behind a daily number. */
export const SourceLine = Type.Object({
  importId: Id,
  fileName: Type.String(),
  row: Type.Integer(),
  order: Nullable(Type.String()),
  quantity: Type.Number(),
  priceMinor: Nullable(Type.Integer()),
  at: Nullable(Type.String()),
  counted: Type.Boolean(),
});
export type SourceLine = Static<typeof SourceLine>;
