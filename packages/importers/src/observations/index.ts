export type { Calendar, StepFrequency } from './calendar.ts';
export { type ObservationRole, observationRoles } from './column-roles.ts';
export { codesOf } from './covariate-columns.ts';
export { ObservationError } from './errors.ts';
export { type DuckDb, type DuckDbSettings, openDuckDb, sqlText } from './open-duckdb.ts';
export type { UnseenPrices } from './planned-prices.ts';
export { type Observations, type ReadObservationsOptions, readObservations } from './read-observations.ts';
export type { ObservationRow } from './stream-rows.ts';
