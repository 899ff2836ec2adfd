import { type Static, Type } from 'typebox';
import { Day, Id, Instant, Nullable, RowId } from './common.ts';

export const RunStatus = Type.Enum([
  'queued',
  'freezing',
  'running',
  'finishing',
  'done',
  'failed',
  'cancelled',
] as const);
export const ForecastRun = Type.Object({
  id: Id,
  trigger: Type.Enum(['import', 'nightly', 'manual', 'sample'] as const),
  status: RunStatus,
  cutoff: Nullable(Day),
  horizonDays: Type.Integer(),
  seed: Type.Integer(),
  engineVersion: Nullable(Type.String()),
  inputDigest: Nullable(Type.String()),
  outputDigest: Nullable(Type.String()),
  partitions: Nullable(Type.Integer()),
  partitionsDone: Type.Integer(),
  seriesTotal: Nullable(Type.Integer()),
  seriesOk: Nullable(Type.Integer()),
  seriesFailed: Nullable(Type.Integer()),
  seriesStoodIn: Nullable(Type.Integer()),
  secondsLeft: Nullable(Type.Number()),
  isCurrent: Type.Boolean(),
  error: Nullable(Type.Object({ code: Type.String(), message: Type.String() })),
  createdBy: Type.String(),
  createdAt: Instant,
  startedAt: Nullable(Instant),
  finishedAt: Nullable(Instant),
});
export type ForecastRun = Static<typeof ForecastRun>;
export const SeriesFailureView = Type.Object({
  itemId: RowId,
  locationId: RowId,
  sku: Type.String(),
  itemName: Type.String(),
  locationName: Type.String(),
  code: Type.String(),
  detail: Type.String(),
});
export type SeriesFailureView = Static<typeof SeriesFailureView>;

/** Accuracy of a back-test. Ratios and shares, not percent; null where the denominator is zero. */
export const Metrics = Type.Object({
  n: Type.Integer(),
  wape: Nullable(Type.Number()),
  bias: Nullable(Type.Number()),
  mase: Nullable(Type.Number()),
  rmsse: Nullable(Type.Number()),
  /** mean pinball loss over the seven quantiles, scaled as MASE is */
  scaledPinball: Nullable(Type.Number()),
  /** share of days inside the closed interval; high for slow movers whatever the forecast, as zero is its lower end */
  coverage50: Nullable(Type.Number()),
  coverage80: Nullable(Type.Number()),
  coverage95: Nullable(Type.Number()),
  /** the same with a day on an end of the interval counted in part, what ranges are judged by; absent as naiveBias is */
  coverageRandomised50: Type.Optional(Nullable(Type.Number())),
  coverageRandomised80: Type.Optional(Nullable(Type.Number())),
  coverageRandomised95: Type.Optional(Nullable(Type.Number())),
  naiveWape: Nullable(Type.Number()),
  naiveMase: Nullable(Type.Number()),
  naiveRmsse: Nullable(Type.Number()),
  /** absent in what runs of earlier versions kept */
  naiveBias: Type.Optional(Nullable(Type.Number())),
  /** the naive forecast has no range: every quantile of it is its one value */
  naiveScaledPinball: Type.Optional(Nullable(Type.Number())),
});
export type Metrics = Static<typeof Metrics>;

/** Median and central intervals of one day or of a total. */
export const Range = Type.Object({ mean: Type.Number(), low: Type.Number(), high: Type.Number() });

/** The past windows that a forecast was tested on: what it would have said, and what happened. */
export const BacktestView = Type.Object({
  runId: Id,
  windows: Type.Array(
    Type.Object({
      originDay: Day,
      actual: Type.Array(Nullable(Type.Number())),
      mean: Type.Array(Type.Number()),
      low80: Type.Array(Type.Number()),
      high80: Type.Array(Type.Number()),
      low50: Type.Array(Type.Number()),
      high50: Type.Array(Type.Number()),
      low95: Type.Array(Type.Number()),
      high95: Type.Array(Type.Number()),
      naive: Type.Array(Type.Number()),
    }),
  ),
});
export type BacktestView = Static<typeof BacktestView>;

/** What one item at one location sold and will sell, and why we think so. Estimates have six significant digits. */
export const Forecast = Type.Object({
  itemId: RowId,
  locationId: RowId,
  sku: Type.String(),
  itemName: Type.String(),
  category: Nullable(Type.String()),
  locationName: Type.String(),
  locations: Type.Array(Type.Object({ locationId: RowId, name: Type.String() })),
  runId: Id,
  cutoff: Day,
  createdAt: Instant,
  ok: Type.Boolean(),
  failure: Nullable(Type.Object({ code: Type.String(), detail: Type.String() })),
  model: Nullable(Type.String()),
  standIn: Nullable(Type.Object({ wanted: Type.String(), reason: Type.String() })),
  weights: Type.Array(
    Type.Object({ model: Type.String(), weight: Type.Number(), loss: Nullable(Type.Number()) }),
  ),
  demandClass: Nullable(Type.String()),
  history: Type.Object({
    from: Day,
    /** null = unknown (out of stock, closed, before the first sale) */
    sold: Type.Array(Nullable(Type.Number())),
    returned: Type.Array(Type.Object({ day: Day, quantity: Type.Number() })),
    outliers: Type.Array(Day),
    unavailable: Type.Array(Type.Object({ from: Day, to: Day, reason: Type.String() })),
  }),
  /** days from cutoff + 1; quantiles[probability][day] */
  forecast: Type.Object({
    from: Day,
    mean: Type.Array(Type.Number()),
    probabilities: Type.Array(Type.Number()),
    quantiles: Type.Array(Type.Array(Type.Number())),
  }),
  /** quantiles of sums: [days][probability] */
  cumulative: Type.Object({
    days: Type.Array(Type.Integer()),
    probabilities: Type.Array(Type.Number()),
    quantiles: Type.Array(Type.Array(Type.Number())),
  }),
  next28: Nullable(Range),
  soldPrior28: Nullable(Type.Number()),
  /** the run before this one, for the grey ghost */
  previous: Nullable(Type.Object({ from: Day, mean: Type.Array(Type.Number()) })),
  metrics: Nullable(Metrics),
  /** the sentence that answers the question; it names the days, so that it stays true */
  sentence: Type.String(),
  /** the same with "the next 28 days", for as long as the last sales are at most `currentWithinDays` old */
  currentSentence: Type.String(),
});
export type Forecast = Static<typeof Forecast>;

/** A row of the explorer: a location, a category or an item, with a sparkline. */
export const ExplorerRow = Type.Object({
  kind: Type.Enum(['location', 'category', 'item'] as const),
  key: Type.String(),
  name: Type.String(),
  locationId: Nullable(RowId),
  category: Nullable(Type.String()),
  itemId: Nullable(RowId),
  series: Type.Integer(),
  /** weekly sums: the last 13 weeks, then the next 4 as forecast means */
  sparkHistory: Type.Array(Nullable(Type.Number())),
  sparkForecast: Type.Array(Type.Number()),
  next28: Nullable(Range),
  soldPrior28: Nullable(Type.Number()),
  wape: Nullable(Type.Number()),
  naiveWape: Nullable(Type.Number()),
});
export type ExplorerRow = Static<typeof ExplorerRow>;
export const Explorer = Type.Object({
  runId: Id,
  cutoff: Day,
  title: Type.String(),
  breadcrumb: Type.Array(
    Type.Object({ name: Type.String(), locationId: Nullable(RowId), category: Nullable(Type.String()) }),
  ),
  node: Nullable(
    Type.Object({
      historyFrom: Day,
      history: Type.Array(Nullable(Type.Number())),
      forecastFrom: Day,
      mean: Type.Array(Type.Number()),
      probabilities: Type.Array(Type.Number()),
      quantiles: Type.Array(Type.Array(Type.Number())),
      next28: Nullable(Range),
      soldPrior28: Nullable(Type.Number()),
      metrics: Nullable(Metrics),
    }),
  ),
  children: Type.Array(ExplorerRow),
  totalChildren: Type.Integer(),
  nextCursor: Type.Optional(Type.String()),
});
export type Explorer = Static<typeof Explorer>;

export const AccuracyReport = Type.Object({
  runId: Id,
  cutoff: Day,
  windows: Type.Integer(),
  overall: Metrics,
  /** error by days ahead */
  byHorizon: Type.Array(
    Type.Object({ day: Type.Integer(), wape: Nullable(Type.Number()), naiveWape: Nullable(Type.Number()) }),
  ),
  /** nominal against actual share inside the interval */
  calibration: Type.Array(
    Type.Object({
      nominal: Type.Number(),
      /** randomised where the run kept it, else plain */
      actual: Nullable(Type.Number()),
      /** the plain share beside a randomised one; absent where `actual` is itself plain */
      plain: Type.Optional(Nullable(Type.Number())),
    }),
  ),
  byCategory: Type.Array(
    Type.Object({
      /** '' = items without one */
      category: Type.String(),
      name: Type.String(),
      series: Type.Integer(),
      metrics: Metrics,
    }),
  ),
  /** in how many series each kind of model has a share */
  byModel: Type.Array(Type.Object({ model: Type.String(), series: Type.Integer() })),
  worst: Type.Array(
    Type.Object({
      itemId: RowId,
      locationId: RowId,
      name: Type.String(),
      locationName: Type.String(),
      metrics: Metrics,
    }),
  ),
  best: Type.Array(
    Type.Object({
      itemId: RowId,
      locationId: RowId,
      name: Type.String(),
      locationName: Type.String(),
      metrics: Metrics,
    }),
  ),
});
export type AccuracyReport = Static<typeof AccuracyReport>;
