import { type Static, Type } from 'typebox';
import { Day, Id, Nullable, RowId } from './common.ts';

/** What if: a promotion, another price, or both, on days that the current forecast covers. Nothing is stored. */
export const ScenarioInput = Type.Object(
  {
    itemId: RowId,
    locationId: RowId,
    promotion: Type.Optional(
      Type.Object(
        {
          fromDay: Day,
          toDay: Day,
          discountPercent: Nullable(Type.Number({ exclusiveMinimum: 0, maximum: 100 })),
        },
        { additionalProperties: false },
      ),
    ),
    price: Type.Optional(
      Type.Object(
        {
          fromDay: Day,
          toDay: Day,
          /** against the price before promotions that the forecast has on the first day: -10 = a tenth less */
          changePercent: Type.Number({ minimum: -99, maximum: 1000 }),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type ScenarioInput = Static<typeof ScenarioInput>;

/** Units a day from `from` on: expected, and the range that should hold four of five days. */
const Range = Type.Object({
  mean: Type.Array(Type.Number()),
  low80: Type.Array(Type.Number()),
  high80: Type.Array(Type.Number()),
});

/** Why a scenario may say little; the closed set of reasons. */
export const scenarioNotes = [
  'no_part',
  'promotions_unknown',
  'item_never_promoted',
  'prices_unknown',
  'price_never_changed',
] as const;

export const Scenario = Type.Object({
  itemId: RowId,
  locationId: RowId,
  runId: Id,
  /** first day of the arrays */
  from: Day,
  baseline: Range,
  scenario: Range,
  /** units expected on the days that the scenario changes, first to last */
  changed: Type.Object({
    fromDay: Day,
    toDay: Day,
    baselineUnits: Type.Number(),
    scenarioUnits: Type.Number(),
  }),
  /**
   * price of a unit, in hundredths, as the mean of the changed days, where it is known on all of them. `isAverage` where it
   * is not the same on each: prices and promotions of the calendar still apply on their days.
   */
  price: Nullable(
    Type.Object({
      baselineMinor: Type.Number(),
      scenarioMinor: Type.Number(),
      isAverage: Type.Boolean(),
    }),
  ),
  /**
   * what the changed days bring in, in hundredths: expected units at the price of each day, the catalogue's less the discount
   * where the calendar knows none; null where no price is known, or where nothing is known of the change's effect
   */
  money: Nullable(Type.Object({ baselineMinor: Type.Number(), scenarioMinor: Type.Number() })),
  notes: Type.Array(Type.Object({ code: Type.Enum(scenarioNotes), detail: Type.String() })),
});
export type Scenario = Static<typeof Scenario>;
