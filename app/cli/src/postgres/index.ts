export { sharedStateDir } from './cluster.ts';
export { EmbeddedPostgresError } from './errors.ts';
export { findFreePort } from './free-port.ts';
export {
  startEmbeddedPostgres,
  startThrowAwayPostgres,
} from './start.ts';
