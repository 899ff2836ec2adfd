import { type Static, Type } from 'typebox';

/** UUID of a tenant, user, import, run or key. */
export const Id = Type.String({ format: 'uuid' });
/** Number of an item or a location inside its tenant. */
export const RowId = Type.Integer({ minimum: 1, maximum: 2_147_483_647 });
/** Calendar day, ISO 8601: 2026-11-23. */
export const Day = Type.String({ format: 'date' });
/** Instant, ISO 8601 with zone. */
export const Instant = Type.String({ format: 'date-time' });
export const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

/** Page of a list: pass `nextCursor` back as `cursor`; absent on the last page. */
export const pageOf = <T extends Parameters<typeof Type.Array>[0]>(item: T) =>
  Type.Object({ items: Type.Array(item), nextCursor: Type.Optional(Type.String()) });
export const PageQuery = Type.Object({
  cursor: Type.Optional(Type.String({ maxLength: 500 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 })),
});

/** RFC 9457 problem details, with our code and the request's id. */
export const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String(),
  code: Type.String(),
  requestId: Type.String(),
  places: Type.Optional(
    Type.Array(
      Type.Object({
        field: Type.Optional(Type.String()),
        row: Type.Optional(Type.Integer()),
        column: Type.Optional(Type.String()),
        message: Type.String(),
      }),
    ),
  ),
});
export type Problem = Static<typeof Problem>;

/** Probabilities of every stored forecast quantile, ascending. */
export const probabilities = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975] as const;
/** Grid of the stored quantiles of the sum over a lead time: days ahead. */
export const cumulativeDays = [
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 17, 21, 24, 28, 35, 42, 49, 56, 63, 70, 77, 84, 91,
] as const;
/** Grid of the stored quantiles of the sum over a lead time: probabilities. */
export const cumulativeProbabilities = [
  0.05, 0.1, 0.25, 0.5, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.975, 0.99, 0.995,
] as const;
/**
 * Days that may have passed since the last sales while the days after them are still "the next days": sales end yesterday
 * as a rule, and on the morning before the night run the day before. Later the days are named by their dates.
 */
export const currentWithinDays = 2;
/** Days ahead that a product run forecasts. */
export const runHorizonDays = 91;
