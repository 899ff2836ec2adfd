import { mkdir } from 'node:fs/promises';
import { createDatabase } from '@ordernimbus/data';
import type { Logger } from '@ordernimbus/observability';
import type { JobQueue, Platform } from '../context.ts';
import { createFolderObjectStore } from './folder-object-store.ts';

export interface PlatformOptions {
  /** URL of the application role */
  readonly appDatabaseUrl: string;
  /** URL of the platform role */
  readonly platformDatabaseUrl: string;
  readonly objectsFolder: string;
  readonly queue: JobQueue;
  readonly log: Logger;
  readonly now?: () => Date;
  readonly maxConnections?: number;
  /** stands in pg_stat_activity: `ordernimbus-api`, `ordernimbus-worker` */
  readonly applicationName?: string;
  readonly statementTimeoutMs?: number;
}

export interface ClosablePlatform extends Platform {
  close(): Promise<void>;
}

/** What verbs use, made once per process by its composition. */
export async function createPlatform(options: PlatformOptions): Promise<ClosablePlatform> {
  await mkdir(options.objectsFolder, { recursive: true });
  const common = {
    applicationName: options.applicationName ?? 'ordernimbus',
    ...(options.statementTimeoutMs === undefined ? {} : { statementTimeoutMs: options.statementTimeoutMs }),
  };
  const database = createDatabase({
    ...common,
    url: options.appDatabaseUrl,
    maxConnections: options.maxConnections ?? 10,
  });
  const platformDatabase = createDatabase({
    ...common,
    url: options.platformDatabaseUrl,
    maxConnections: 4,
  });
  return {
    database,
    platformDatabase,
    objects: createFolderObjectStore(options.objectsFolder),
    queue: options.queue,
    log: options.log,
    now: options.now ?? (() => new Date()),
    async close() {
      await Promise.all([database.close(), platformDatabase.close()]);
    },
  };
}
