import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

export interface DuckDbSettings {
  readonly memoryMiB: number;
  readonly threads: number;
  /** Folder for what does not fit in memory. */
  readonly temporaryFolder: string;
}

export interface DuckDb {
  readonly connection: DuckDBConnection;
  /**
   * A second connection, closed with the rest. Whoever writes while a result is being streamed needs one: any other
   * statement on the connection of a streamed result ends that result, without an error.
   */
  connect(): Promise<DuckDBConnection>;
  close(): void;
}

/** An in-memory DuckDB that loads no extension from the network and keeps to its share of memory. */
export async function openDuckDb(settings: DuckDbSettings): Promise<DuckDb> {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${settings.memoryMiB}MiB`,
    threads: String(settings.threads),
    temp_directory: settings.temporaryFolder,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    preserve_insertion_order: 'true',
  });
  const connection = await instance.connect();
  const others: DuckDBConnection[] = [];
  return {
    connection,
    async connect() {
      const other = await instance.connect();
      others.push(other);
      return other;
    },
    close() {
      for (const other of others) other.closeSync();
      connection.closeSync();
      instance.closeSync();
    },
  };
}

export const sqlText = (value: string): string => `'${value.replaceAll("'", "''")}'`;
export const sqlName = (value: string): string => `"${value.replaceAll('"', '""')}"`;
