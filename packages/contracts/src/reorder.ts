import { type Static, Type } from 'typebox';
import { Day, Id, Nullable, RowId } from './common.ts';

export const ReorderStatus = Type.Enum([
  'order_now',
  'order_soon',
  'ok',
  'overstock',
  'no_forecast',
  'no_stock_data',
] as const);
export type ReorderStatus = Static<typeof ReorderStatus>;

export const ReorderLine = Type.Object({
  itemId: RowId,
  locationId: RowId,
  sku: Type.String(),
  itemName: Type.String(),
  category: Nullable(Type.String()),
  locationName: Type.String(),
  status: ReorderStatus,
  supplier: Nullable(Type.String()),
  supplierSku: Nullable(Type.String()),
  barcode: Nullable(Type.String()),
  onHand: Nullable(Type.Number()),
  onOrder: Nullable(Type.Number()),
  leadTimeDays: Type.Integer(),
  reviewDays: Type.Integer(),
  serviceLevel: Type.Number(),
  packSize: Nullable(Type.Number()),
  minimumQuantity: Nullable(Type.Number()),
  unitCostMinor: Nullable(Type.Integer()),
  /** expected demand over lead time + review */
  demandMean: Nullable(Type.Number()),
  reorderPoint: Nullable(Type.Number()),
  orderUpTo: Nullable(Type.Number()),
  suggested: Type.Number(),
  valueMinor: Nullable(Type.Integer()),
  stockOutOn: Nullable(Day),
  atRiskMinor: Nullable(Type.Integer()),
  overstockMinor: Nullable(Type.Integer()),
});
export type ReorderLine = Static<typeof ReorderLine>;

export const reorderSortColumns = [
  'at_risk',
  'suggested',
  'value',
  'stock_out_on',
  'on_hand',
  'sku',
  'item_name',
  'supplier',
  'demand_mean',
  'status',
  'lead_time_days',
  'reorder_point',
  'order_up_to',
  'category',
  'location_name',
  'overstock',
] as const;
/** The filter of the reorder page; the same object selects rows for bulk edits and exports. */
export const ReorderFilter = Type.Object({
  search: Type.Optional(Type.String({ maxLength: 200 })),
  status: Type.Optional(Type.Array(ReorderStatus)),
  supplier: Type.Optional(Type.String({ maxLength: 200 })),
  locationId: Type.Optional(RowId),
  category: Type.Optional(Type.String({ maxLength: 200 })),
  onlySuggested: Type.Optional(Type.Boolean()),
  /** lines whose stock is likely gone before an order of the next review could arrive */
  runsOut: Type.Optional(Type.Boolean()),
});
export type ReorderFilter = Static<typeof ReorderFilter>;

const OrderTotals = {
  linesToOrder: Type.Integer(),
  units: Type.Number(),
  /** of the lines whose cost is known */
  valueMinor: Type.Integer(),
  linesToOrderWithoutCost: Type.Integer(),
};
export const ReorderTotals = Type.Object({
  lines: Type.Integer(),
  ...OrderTotals,
  /** lines with a forecast and a known stock: of no others is anything known in the sums */
  linesPlanned: Type.Integer(),
  linesWithoutStock: Type.Integer(),
  /** planned lines with neither price nor cost: the money at risk and in overstock is without them */
  linesWithoutPrice: Type.Integer(),
  atRiskMinor: Type.Integer(),
  overstockMinor: Type.Integer(),
  bySupplier: Type.Array(Type.Object({ supplier: Nullable(Type.String()), ...OrderTotals })),
});
export type ReorderTotals = Static<typeof ReorderTotals>;

/** `offset`/`limit` so that a virtual list can jump anywhere; totals cover the whole filter. */
export const ReorderPage = Type.Object({
  runId: Nullable(Id),
  cutoff: Nullable(Day),
  lines: Type.Array(ReorderLine),
  offset: Type.Integer(),
  totals: ReorderTotals,
});
export type ReorderPage = Static<typeof ReorderPage>;

const RowKey = Type.Object({ itemId: RowId, locationId: RowId });
/** Explicit rows, or everything that a filter matches ("select all across pages") minus exceptions. */
export const ReorderSelection = Type.Union([
  Type.Object({ rows: Type.Array(RowKey, { minItems: 1, maxItems: 5000 }) }),
  Type.Object({ filter: ReorderFilter, except: Type.Optional(Type.Array(RowKey, { maxItems: 5000 })) }),
]);
export type ReorderSelection = Static<typeof ReorderSelection>;

/** null resets a parameter to the tenant's default. */
export const ReorderParametersPatch = Type.Partial(
  Type.Object({
    leadTimeDays: Nullable(Type.Integer({ minimum: 0, maximum: 365 })),
    reviewDays: Nullable(Type.Integer({ minimum: 1, maximum: 365 })),
    serviceLevel: Nullable(Type.Number({ minimum: 0.5, maximum: 0.995 })),
    packSize: Nullable(Type.Number({ exclusiveMinimum: 0, maximum: 1_000_000 })),
    minimumQuantity: Nullable(Type.Number({ minimum: 0, maximum: 1_000_000_000 })),
    supplier: Nullable(Type.String({ maxLength: 200 })),
    supplierSku: Nullable(Type.String({ maxLength: 200 })),
    unitCostMinor: Nullable(Type.Integer({ minimum: 0, maximum: 9_000_000_000_000 })),
    onHand: Type.Number({ minimum: -1_000_000_000, maximum: 1_000_000_000 }),
    onOrder: Type.Number({ minimum: 0, maximum: 1_000_000_000 }),
  }),
  { additionalProperties: false },
);
export type ReorderParametersPatch = Static<typeof ReorderParametersPatch>;
export const ReorderUpdate = Type.Object({ selection: ReorderSelection, set: ReorderParametersPatch });
export type ReorderUpdate = Static<typeof ReorderUpdate>;

/** What an edit did. `editId` names it for 30 days, to take it back; null when it changed no row. */
export const ReorderUpdated = Type.Object({
  updated: Type.Integer(),
  totals: ReorderTotals,
  editId: Nullable(Id),
});
export type ReorderUpdated = Static<typeof ReorderUpdated>;

/** What taking an edit back did: rows that have again what they had, and rows left alone because they were changed since. */
export const ReorderUndone = Type.Object({ restored: Type.Integer(), changedSince: Type.Integer() });
export type ReorderUndone = Static<typeof ReorderUndone>;

/** One number opened: its formula in words and symbols, and each input with where it comes from. */
export const FormulaStep = Type.Object({
  id: Type.String(),
  label: Type.String(),
  value: Nullable(Type.Number()),
  display: Type.String(),
  formula: Type.String(),
  inputs: Type.Array(Type.Object({ name: Type.String(), display: Type.String(), source: Type.String() })),
});
export type FormulaStep = Static<typeof FormulaStep>;
export const ReorderExplanation = Type.Object({ line: ReorderLine, steps: Type.Array(FormulaStep) });
export type ReorderExplanation = Static<typeof ReorderExplanation>;
