import type { TestProject } from 'vitest/node';
import { startThrowAwayPostgres } from '../../app/cli/src/postgres/index.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser URL of the run's own PostgreSQL: `inject('postgresUrl')`. */
    postgresUrl: string;
  }
}

/** One throw-away server for the whole run; test files make their own databases on it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startThrowAwayPostgres();
  project.provide('postgresUrl', server.url);
  return () => server.stop();
}
