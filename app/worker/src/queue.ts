import { createDatabase, platformRole } from '@ordernimbus/data';
import type { Logger } from '@ordernimbus/observability';
import type { JobQueue } from '@ordernimbus/services';
import { PgBoss, type QueueOptions } from 'pg-boss';

/** Where pg-boss keeps its tables, apart from ours. */
const schema = 'pgboss';
/** Jobs that failed at their last try, or that no try could help, with payload and reason. */
export const deadLetterQueue = 'dead-letters';

const retries: QueueOptions = {
  retryLimit: 5,
  retryDelay: 5,
  // 5 s, 10 s, 20 s ... with jitter
  retryBackoff: true,
  retryDelayMax: 300,
  // the run of a big shop takes hours; a dead worker is noticed by its missing heartbeat, not by this
  expireInSeconds: 82_800,
  heartbeatSeconds: 60,
  deleteAfterSeconds: 7 * 86_400,
};

/**
 * Gives the platform role a schema for the queue. The role makes and owns the tables in it, so pg-boss can migrate and
 * maintain them without the database's owner. Run once at start-up, with the owner's URL; repeating it is harmless.
 */
export async function prepareQueue(ownerUrl: string): Promise<void> {
  const owner = createDatabase({ url: ownerUrl, maxConnections: 1, applicationName: 'ordernimbus-prepare' });
  try {
    await owner.pool.query(`create schema if not exists ${schema}`);
    await owner.pool.query(`grant usage, create on schema ${schema} to ${platformRole}`);
  } finally {
    await owner.close();
  }
}

/** A started pg-boss. Only a worker keeps house; a sender just sends. */
export async function startBoss(options: {
  /** URL of the platform role */
  databaseUrl: string;
  log: Logger;
  worker: boolean;
}): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: options.databaseUrl,
    schema,
    createSchema: false,
    migrate: true,
    schedule: false,
    supervise: options.worker,
    useListenNotify: options.worker,
    max: options.worker ? 6 : 2,
    application_name: options.worker ? 'ordernimbus-worker-queue' : 'ordernimbus-queue',
  });
  boss.on('error', (error) => options.log.error({ err: error }, 'job queue'));
  boss.on('warning', (warning) => options.log.debug({ warning }, 'job queue'));
  await boss.start();
  return boss;
}

/** Makes the queue of a kind of job when it is not there. `short`: one waiting job per key, so equal wishes collapse. */
export async function ensureQueue(boss: PgBoss, name: string): Promise<void> {
  if (await boss.getQueue(name)) return;
  if (name === deadLetterQueue) {
    await boss.createQueue(name, { deleteAfterSeconds: 30 * 86_400 });
    return;
  }
  await ensureQueue(boss, deadLetterQueue);
  await boss.createQueue(name, { ...retries, policy: 'short', deadLetter: deadLetterQueue, notify: true });
}

export interface ClosableJobQueue extends JobQueue {
  close(): Promise<void>;
}

/** The sending side, for every process. The schema must exist: see `prepareQueue`. */
export async function createJobQueue(options: {
  /** URL of the platform role */
  databaseUrl: string;
  log: Logger;
}): Promise<ClosableJobQueue> {
  const boss = await startBoss({ ...options, worker: false });
  const known = new Map<string, Promise<void>>();
  return {
    async send(name, payload, sendOptions) {
      let ready = known.get(name);
      if (!ready) {
        ready = ensureQueue(boss, name);
        known.set(name, ready);
        ready.catch(() => known.delete(name));
      }
      await ready;
      // without a key every job is one of its own
      await boss.send(name, payload, { singletonKey: sendOptions?.singletonKey ?? crypto.randomUUID() });
    },
    close: () => boss.stop({ graceful: false }),
  };
}
