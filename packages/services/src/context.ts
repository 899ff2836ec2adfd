import { type Scope, ServiceError, scopes } from '@ordernimbus/contracts';
import { type Database, type TenantTransaction, withTenant } from '@ordernimbus/data';
import type { Logger } from '@ordernimbus/observability';

/** Who acts: a person, an API key, or the system itself (nightly runs, resumed jobs). */
export type Actor =
  | { readonly kind: 'user'; readonly userId: string; readonly name: string }
  | { readonly kind: 'key'; readonly keyId: string; readonly name: string }
  | { readonly kind: 'system'; readonly name: string };

/** Everything long-lived that verbs use; made once by the composition of a process. */
export interface Platform {
  /** pool of the application role: row security applies */
  readonly database: Database;
  /** pool of the platform role: people and provisioning only */
  readonly platformDatabase: Database;
  readonly objects: ObjectStore;
  readonly queue: JobQueue;
  readonly log: Logger;
  readonly now: () => Date;
}

/** First argument of every verb. */
export interface Context {
  readonly platform: Platform;
  readonly tenantId: string;
  readonly actor: Actor;
  readonly scopes: readonly Scope[];
  readonly requestId: string;
}

/** Files by key, e.g. `tenants/<id>/imports/<id>/source.csv.gz`. A folder by default, S3 on AWS. */
export interface ObjectStore {
  /** Path of a local file for DuckDB to read or write; the folder exists afterwards. */
  localPath(key: string): Promise<string>;
  exists(key: string): Promise<boolean>;
  /** Makes what was written at `localPath(temporaryKey)` appear under `key` in one step. */
  commit(temporaryKey: string, key: string): Promise<void>;
  remove(prefix: string): Promise<void>;
  list(prefix: string): Promise<string[]>;
}

export interface JobQueue {
  /** Durable; `singletonKey` collapses jobs that are already waiting. */
  send(
    name: string,
    payload: Record<string, string | number | boolean>,
    options?: { singletonKey?: string },
  ): Promise<void>;
}

/** Every verb begins with this: deny by default. */
export function requireScope(ctx: Context, scope: Scope): void {
  if (!ctx.scopes.includes(scope)) {
    throw new ServiceError(
      'forbidden',
      `This needs the permission "${scope}". Ask an owner of the shop to give you a role or a key that has it.`,
    );
  }
}

/** Transaction of the context's tenant. */
export function inTenant<T>(ctx: Context, work: (tx: TenantTransaction) => Promise<T>): Promise<T> {
  return withTenant(ctx.platform.database, ctx.tenantId, work);
}

/** Name of the actor as it stands in the audit log: `user:<id>`, `key:<id>`, `system:<name>`. */
export function actorName(actor: Actor): string {
  if (actor.kind === 'user') return `user:${actor.userId}`;
  if (actor.kind === 'key') return `key:${actor.keyId}`;
  return `system:${actor.name}`;
}

/** For work that no person started: nightly runs, resumed jobs, loading the sample. `name` stands in the audit log. */
export function systemContext(platform: Platform, tenantId: string, name: string): Context {
  return { platform, tenantId, actor: { kind: 'system', name }, scopes, requestId: `system-${name}` };
}

/** Id of the person or key, for columns that say who made a row. */
export function actorId(actor: Actor): string {
  if (actor.kind === 'user') return actor.userId;
  if (actor.kind === 'key') return actor.keyId;
  throw new ServiceError('forbidden', 'Only a person or an API key can do this.');
}
