import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Role, scopesOfRole } from '@ordernimbus/contracts';
import {
  createTestDatabase,
  createTestTenant,
  type TestDatabase,
  type TestTenant,
} from '@ordernimbus/data/test';
import { createLogger } from '@ordernimbus/observability';
import { type Context, createFolderObjectStore, type JobQueue, type Platform } from '../src/index.ts';

export interface SentJob {
  readonly name: string;
  readonly payload: Record<string, string | number | boolean>;
  readonly singletonKey: string | undefined;
}

export interface TestPlatform {
  readonly platform: Platform;
  readonly db: TestDatabase;
  /** jobs sent so far; nothing runs them */
  readonly sent: SentJob[];
  /** log lines written so far, as JSON text */
  readonly logLines: string[];
  readonly folder: string;
  createTenant(options?: Parameters<typeof createTestTenant>[1]): Promise<TestTenant>;
  contextFor(tenant: TestTenant, role: Role): Context;
  close(): Promise<void>;
}

/** A platform over a database and a folder of this test's own; the queue only records. */
export async function createTestPlatform(options: { now?: () => Date } = {}): Promise<TestPlatform> {
  const db = await createTestDatabase();
  const folder = await mkdtemp(path.join(tmpdir(), 'ordernimbus-test-'));
  const sent: SentJob[] = [];
  const logLines: string[] = [];
  const queue: JobQueue = {
    async send(name, payload, sendOptions) {
      sent.push({ name, payload, singletonKey: sendOptions?.singletonKey });
    },
  };
  const platform: Platform = {
    database: db.database,
    platformDatabase: db.platformDatabase,
    objects: createFolderObjectStore(folder),
    queue,
    log: createLogger({
      level: 'debug',
      name: 'test',
      destination: { write: (line) => void logLines.push(line) },
    }),
    now: options.now ?? (() => new Date()),
  };
  return {
    platform,
    db,
    sent,
    logLines,
    folder,
    createTenant: (tenantOptions) => createTestTenant(db, tenantOptions),
    contextFor: (tenant, role) => contextFor(platform, tenant, role),
    async close() {
      await db.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function contextFor(platform: Platform, tenant: TestTenant, role: Role): Context {
  const user = tenant.users[role];
  return {
    platform,
    tenantId: tenant.tenantId,
    actor: { kind: 'user', userId: user.userId, name: user.name },
    scopes: scopesOfRole[role],
    requestId: `test-${role}`,
  };
}
