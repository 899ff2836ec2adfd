import { mkdir, rm } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { openDuckDb } from '../observations/open-duckdb.ts';

/** What an import may use of the machine. */
export interface WorkSettings {
  /** folder for temporary files; made when absent, its spill folder removed at the end */
  readonly folder: string;
  readonly memoryMiB?: number;
  readonly threads?: number;
  /** a database that is open already: each piece of work gets a connection of its own */
  readonly shared?: WorkDatabase;
}

export interface WorkDatabase {
  connect(): Promise<DuckDBConnection>;
  close(): Promise<void>;
}

/** A DuckDB for several pieces of work; opening one costs more than a small file does. */
export async function openWorkDatabase(settings: WorkSettings): Promise<WorkDatabase> {
  await mkdir(settings.folder, { recursive: true });
  const spill = `${settings.folder}/spill-${process.pid}-${Math.random().toString(36).slice(2, 10)}`;
  const database = await openDuckDb({
    memoryMiB: settings.memoryMiB ?? 400,
    threads: settings.threads ?? 2,
    temporaryFolder: spill,
  });
  return {
    async connect() {
      const connection = await database.connect();
      await connection.run("SET TimeZone = 'UTC'");
      return connection;
    },
    async close() {
      database.close();
      await rm(spill, { recursive: true, force: true });
    },
  };
}

/** Lends a connection for one piece of work: of the shared database, or of one of its own. */
export async function withWorkDatabase<T>(
  settings: WorkSettings,
  work: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const database = settings.shared ?? (await openWorkDatabase(settings));
  try {
    const connection = await database.connect();
    try {
      return await work(connection);
    } finally {
      connection.closeSync();
    }
  } finally {
    if (!settings.shared) await database.close();
  }
}

export type Row = Record<string, unknown>;

/** Rows as objects; integers of any width as numbers. */
export async function queryRows(connection: DuckDBConnection, sql: string): Promise<Row[]> {
  const reader = await connection.runAndReadAll(sql);
  return reader
    .getRowObjectsJS()
    .map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value]),
      ),
    );
}

export async function queryRow(connection: DuckDBConnection, sql: string): Promise<Row> {
  return (await queryRows(connection, sql))[0] ?? {};
}
