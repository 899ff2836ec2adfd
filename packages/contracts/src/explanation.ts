import { type Static, Type } from 'typebox';
import { Day, Id, Nullable, RowId } from './common.ts';

/** Why the boosted model's part of a forecast is not taken apart. */
export const NoDrivers = Type.Object({
  code: Type.Enum(['no_forecast', 'no_weight', 'no_model', 'not_kept', 'other_engine'] as const),
  detail: Type.String(),
});
export type NoDrivers = Static<typeof NoDrivers>;

/** What drives the boosted model's own forecast: `base` + the units of all drivers = `total`. */
export const BoostedView = Type.Object({
  /** its share of the delivered forecast, 0 .. 1 */
  weight: Type.Number(),
  from: Day,
  days: Type.Integer(),
  /** units over all days that a series of this level sells when nothing else is known of it */
  base: Type.Number(),
  total: Type.Number(),
  /** the largest first */
  drivers: Type.Array(
    Type.Object({
      driver: Type.String(),
      /** in words, with what was seen: "Price 10 % below its year" */
      words: Type.String(),
      /** 0.12 = 12 % more */
      effect: Type.Number(),
      units: Type.Number(),
    }),
  ),
  /** by week; `units` in the order of the drivers */
  weeks: Type.Array(
    Type.Object({
      from: Day,
      days: Type.Integer(),
      base: Type.Number(),
      total: Type.Number(),
      units: Type.Array(Type.Number()),
    }),
  ),
});
export type BoostedView = Static<typeof BoostedView>;

/** What one kind of calendar entry ahead changes in the whole forecast, all models together. */
export const AheadEffect = Type.Object({
  kind: Type.Enum(['promotion', 'price', 'event', 'holiday', 'closed'] as const),
  /** days of the forecast that it concerns */
  days: Type.Integer(),
  /** the forecast less what it would be without them, over its whole length */
  units: Type.Number(),
  /** 0.12 = 12 % more than without; null where nothing would be sold without */
  effect: Nullable(Type.Number()),
  /** "Promotions on 7 of 91 days ahead: 57 units more" */
  words: Type.String(),
});
export type AheadEffect = Static<typeof AheadEffect>;

/** A sale so far beyond all others that the forecast was learned as if it had been smaller. */
export const ExtraordinarySale = Type.Object({
  day: Day,
  /** units sold */
  quantity: Type.Number(),
  /** units it is taken for: the largest of the other sales */
  taken: Type.Number(),
});
export type ExtraordinarySale = Static<typeof ExtraordinarySale>;

/** Why the forecast of one item at one location is what it is. */
export const ForecastExplanation = Type.Object({
  itemId: RowId,
  locationId: RowId,
  runId: Id,
  /**
   * Every model that was tried, the largest weight first; 0 = left out. A loss is that of the back-test, 1 = as good as the
   * best of the series' own models.
   */
  models: Type.Array(
    Type.Object({ model: Type.String(), weight: Type.Number(), loss: Nullable(Type.Number()) }),
  ),
  extraordinary: Type.Array(ExtraordinarySale),
  /**
   * Where the models without a memory of a year follow the one before: their sum over the horizon over what it is without
   * (1.2 = a fifth more); null where they do not.
   */
  yearFactor: Nullable(Type.Number()),
  /**
   * Days that are known of an item that has hardly begun: the boosted model reads what they are worth from the first days of
   * other items; null where it has a past of its own.
   */
  youngDays: Nullable(Type.Integer({ minimum: 1 })),
  /** the largest first; kinds change each other, so they need not add up */
  ahead: Type.Array(AheadEffect),
  boosted: Nullable(BoostedView),
  /** set where `boosted` is null */
  noDrivers: Nullable(NoDrivers),
});
export type ForecastExplanation = Static<typeof ForecastExplanation>;
