import { type Static, Type } from 'typebox';
import { Day, Id, Nullable, RowId } from './common.ts';
import { ReorderParametersPatch, ReorderSelection, ReorderStatus } from './reorder.ts';

/** Terms of ordering that a scenario may change: those of a reorder line that its numbers follow from. */
export const OrderingTerms = Type.Pick(
  ReorderParametersPatch,
  ['leadTimeDays', 'reviewDays', 'serviceLevel', 'packSize', 'minimumQuantity', 'unitCostMinor'],
  { additionalProperties: false },
);
export type OrderingTerms = Static<typeof OrderingTerms>;

/** Numbers of a plan that lines can be put in order by. */
export const termsMeasures = [
  'suggested',
  'valueMinor',
  'reorderPoint',
  'orderUpTo',
  'safetyStock',
  'safetyStockMinor',
  'expectedLost',
  'atRiskMinor',
] as const;

/**
 * What if lines were ordered on other terms. The selection is that of a bulk edit, and `set` means what it means there: null
 * puts the shop's standard back, an absent term stays as it is. Nothing is stored.
 */
export const TermsScenarioInput = Type.Object(
  {
    selection: ReorderSelection,
    set: OrderingTerms,
    /** `changed`: the largest change of the order's value first, then of its units, safety stock and reorder point */
    sort: Type.Optional(
      Type.Enum(['changed', 'stockOutOn', ...termsMeasures] as const, { default: 'changed' }),
    ),
    /** whose number of the measure: the plan's as it stands, the one's with the change, or the difference */
    of: Type.Optional(Type.Enum(['baseline', 'scenario', 'difference'] as const, { default: 'difference' })),
    direction: Type.Optional(Type.Enum(['asc', 'desc'] as const, { default: 'desc' })),
    /** lines in the answer; totals are of all */
    limit: Type.Optional(Type.Integer({ minimum: 0, maximum: 500, default: 200 })),
  },
  { additionalProperties: false },
);
export type TermsScenarioInput = Static<typeof TermsScenarioInput>;

/** A line by one set of terms. Units unless the name says money; null where it cannot be computed. */
export const TermsPlan = Type.Object({
  leadTimeDays: Type.Integer(),
  reviewDays: Type.Integer(),
  serviceLevel: Type.Number(),
  packSize: Nullable(Type.Number()),
  minimumQuantity: Nullable(Type.Number()),
  unitCostMinor: Nullable(Type.Integer()),
  status: ReorderStatus,
  reorderPoint: Nullable(Type.Number()),
  orderUpTo: Nullable(Type.Number()),
  /** reorder point less the expected demand of lead time + review, at least 0 */
  safetyStock: Nullable(Type.Number()),
  /** at cost, where there is none at price */
  safetyStockMinor: Nullable(Type.Integer()),
  suggested: Type.Number(),
  valueMinor: Nullable(Type.Integer()),
  /** units of demand over lead time + review that would be lost if nothing were ordered at this look */
  expectedLost: Nullable(Type.Number()),
  atRiskMinor: Nullable(Type.Integer()),
});
export type TermsPlan = Static<typeof TermsPlan>;

export const TermsLine = Type.Object({
  itemId: RowId,
  locationId: RowId,
  sku: Type.String(),
  itemName: Type.String(),
  category: Nullable(Type.String()),
  locationName: Type.String(),
  supplier: Nullable(Type.String()),
  onHand: Nullable(Type.Number()),
  onOrder: Nullable(Type.Number()),
  /** by the expected demand, whatever the terms; null where it is not known or not within a year */
  stockOutOn: Nullable(Day),
  daysToStockOut: Nullable(Type.Integer()),
  baseline: TermsPlan,
  scenario: TermsPlan,
  /** what could not be computed of this line, or on what it rests, in a sentence */
  note: Nullable(Type.String()),
});
export type TermsLine = Static<typeof TermsLine>;

/** Sums of one plan; each beside the number of lines that it is without. */
export const TermsTotals = Type.Object({
  linesToOrder: Type.Integer(),
  units: Type.Number(),
  valueMinor: Type.Integer(),
  linesToOrderWithoutCost: Type.Integer(),
  /** lines whose stock is likely gone before an order of the next review could arrive */
  linesRunOut: Type.Integer(),
  /** of all lines with a forecast, also where the stock is not known */
  safetyStock: Type.Number(),
  safetyStockMinor: Type.Integer(),
  /** of them with neither cost nor price */
  linesWithoutValue: Type.Integer(),
  expectedLost: Type.Number(),
  atRiskMinor: Type.Integer(),
  /** planned lines with neither price nor cost */
  linesWithoutPrice: Type.Integer(),
});
export type TermsTotals = Static<typeof TermsTotals>;

/** Why lines have no answer, or one with a reserve; the closed set of reasons. */
export const termsNotes = ['no_forecast', 'no_stock_data', 'not_planned', 'beyond_forecast'] as const;

export const TermsScenario = Type.Object({
  runId: Id,
  cutoff: Day,
  lines: Type.Array(TermsLine),
  /** lines of the selection, and those of them with a forecast and a known stock */
  linesTotal: Type.Integer(),
  linesPlanned: Type.Integer(),
  /** lines of which any number differs */
  linesChanged: Type.Integer(),
  /** lines that need an order now with the change alone, and as it stands alone */
  linesBegin: Type.Integer(),
  linesStop: Type.Integer(),
  baseline: TermsTotals,
  scenario: TermsTotals,
  notes: Type.Array(
    Type.Object({ code: Type.Enum(termsNotes), lines: Type.Integer(), detail: Type.String() }),
  ),
});
export type TermsScenario = Static<typeof TermsScenario>;

/** Every supplier that lines of the reorder list have, null for none, with their number. */
export const Suppliers = Type.Object({
  items: Type.Array(Type.Object({ supplier: Nullable(Type.String()), lines: Type.Integer() })),
});
export type Suppliers = Static<typeof Suppliers>;
