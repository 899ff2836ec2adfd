export { sharedStateDir } from './cluster.ts';
export { EmbeddedPostgresError } from './errors.ts';
export { findFreePort } from './free-port.ts';
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
  startThrowAwayPostgres,
} from './start.ts';
