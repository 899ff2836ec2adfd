import { type Database, readCurrentRun, withTenant } from '@ordernimbus/data';
import { LRUCache } from 'lru-cache';
import type { CachedAnswer } from './memory-cache.ts';

/** What every cached answer of a shop depends on. `dataVersion` grows when the current run or a parameter changes. */
export interface ShopVersion {
  readonly runId: string | null;
  readonly dataVersion: number;
  /**
   * Answers read under this version lately, by a number of the reader's choice: found without making a key. It lives as
   * long as this object, at most a second, so that it holds no more than is read in that time.
   */
  readonly recent: Map<number, CachedAnswer>;
}

/**
 * How long this process may go without asking the database for a shop's version. It bounds staleness: an answer of an
 * older run is served at most this long after the transaction that made a newer one current has committed, by whatever
 * process; the process that committed forgets the version itself and answers anew at once. One small query per shop and
 * second is all that a cached read costs the database, however many reads there are.
 */
const freshMs = 1000;

interface Known {
  readonly version: ShopVersion;
  readonly until: number;
}

const knownOf = new WeakMap<Database, LRUCache<string, Known>>();
const waitingOf = new WeakMap<Database, Map<string, Promise<ShopVersion>>>();
/** Counts what was forgotten: an answer that was asked for before does not come back after. */
let generation = 0;

function tableOf<T extends object>(map: WeakMap<Database, T>, database: Database, create: () => T): T {
  let table = map.get(database);
  if (!table) {
    table = create();
    map.set(database, table);
  }
  return table;
}

const knownIn = (database: Database) =>
  tableOf(knownOf, database, () => new LRUCache<string, Known>({ max: 10_000 }));

/** The shop's version where it is known and at most a second old. */
export function peekVersion(database: Database, tenantId: string): ShopVersion | undefined {
  const known = knownIn(database).get(tenantId);
  return known && known.until > performance.now() ? known.version : undefined;
}

/** The shop's version, at most a second old. Requests that ask at the same moment share one query. */
export async function currentVersion(database: Database, tenantId: string): Promise<ShopVersion> {
  const cached = peekVersion(database, tenantId);
  if (cached) return cached;
  const waiting = tableOf(waitingOf, database, () => new Map<string, Promise<ShopVersion>>());
  const asked = waiting.get(tenantId);
  if (asked) return asked;
  const at = generation;
  // counted from the question, not from the answer: the database may have changed while the answer travelled
  const until = performance.now() + freshMs;
  const asking = withTenant(database, tenantId, readCurrentRun)
    .then(
      (row): ShopVersion => ({
        runId: row?.runId ?? null,
        dataVersion: row?.dataVersion ?? 0,
        recent: new Map(),
      }),
    )
    .then((version) => {
      if (at === generation) knownIn(database).set(tenantId, { version, until });
      return version;
    })
    .finally(() => {
      if (waiting.get(tenantId) === asking) waiting.delete(tenantId);
    });
  waiting.set(tenantId, asking);
  return asking;
}

/** To be called after a commit that raised a shop's data version: this process then answers anew at once. */
export function forgetVersion(database: Database, tenantId: string): void {
  generation++;
  knownOf.get(database)?.delete(tenantId);
  waitingOf.get(database)?.delete(tenantId);
}
