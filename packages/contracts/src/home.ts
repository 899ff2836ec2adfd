import { type Static, Type } from 'typebox';
import { Day, Id, Instant, Nullable, RowId } from './common.ts';
import { Range } from './forecasts.ts';

/** Always on screen: how fresh data and forecast are. */
export const Freshness = Type.Object({
  state: Type.Enum(['empty', 'fresh', 'stale', 'running', 'failed'] as const),
  dataTo: Nullable(Day),
  /** that day again once more days have passed since than the shop goes without sales as a rule; null in a sample shop */
  noSalesSince: Nullable(Day),
  forecastAt: Nullable(Instant),
  /** the last night on which nothing had changed since that forecast, so that none was computed */
  checkedAt: Nullable(Instant),
  /** when the next nightly run is due; null before there are sales */
  nextNightAt: Nullable(Instant),
  runningRunId: Nullable(Id),
  runningImportId: Nullable(Id),
  progress: Nullable(Type.Number()),
  message: Type.String(),
});
export type Freshness = Static<typeof Freshness>;

export const AttentionRow = Type.Object({
  kind: Type.Enum([
    'will_run_out',
    'overstock',
    'demand_up',
    'demand_down',
    'import_problem',
    'failed_series',
  ] as const),
  itemId: Nullable(RowId),
  locationId: Nullable(RowId),
  importId: Nullable(Id),
  title: Type.String(),
  locationName: Nullable(Type.String()),
  /** one sentence why */
  reason: Type.String(),
  moneyMinor: Nullable(Type.Integer()),
  sparkHistory: Type.Array(Nullable(Type.Number())),
  sparkForecast: Type.Array(Type.Number()),
});
export type AttentionRow = Static<typeof AttentionRow>;

export const Home = Type.Object({
  freshness: Freshness,
  /** last day of sales that the current forecast knows: the 28 days begin after it */
  cutoff: Nullable(Day),
  hasData: Type.Boolean(),
  /** totals of the reorder list with `runsOut` */
  runOut: Type.Object({
    lines: Type.Integer(),
    atRiskMinor: Type.Integer(),
    linesWithoutPrice: Type.Integer(),
  }),
  /** totals of the reorder list with the status `overstock` */
  overstock: Type.Object({
    lines: Type.Integer(),
    valueMinor: Type.Integer(),
    linesWithoutPrice: Type.Integer(),
  }),
  /** totals of the whole reorder list: where stock is not known, nobody knows what runs out */
  linesPlanned: Type.Integer(),
  linesWithoutStock: Type.Integer(),
  next28: Nullable(Type.Object({ units: Range, soldPrior28: Nullable(Type.Number()) })),
  accuracy: Nullable(Type.Object({ wape: Nullable(Type.Number()), naiveWape: Nullable(Type.Number()) })),
  attention: Type.Array(AttentionRow),
});
export type Home = Static<typeof Home>;

export const Item = Type.Object({
  itemId: RowId,
  sku: Type.String(),
  name: Type.String(),
  category: Nullable(Type.String()),
  barcode: Nullable(Type.String()),
  supplier: Nullable(Type.String()),
  unitCostMinor: Nullable(Type.Integer()),
  priceMinor: Nullable(Type.Integer()),
  locationIds: Type.Array(RowId),
});
export type Item = Static<typeof Item>;
export const Location = Type.Object({ locationId: RowId, code: Type.String(), name: Type.String() });
export type Location = Static<typeof Location>;
