import type { Logger } from '@ordernimbus/observability';
import { type JobDefinition, type Platform, sendDueWork, startNightlyRuns } from '@ordernimbus/services';
import { Cron } from 'croner';
import { jobs as allJobs } from './jobs/index.ts';
import { createEnginePool } from './pool/index.ts';
import { deadLetterQueue, ensureQueue, startBoss } from './queue.ts';
import { runJob } from './run-job.ts';

export interface WorkerOptions {
  readonly platform: Platform;
  /** URL of the platform role, for the queue */
  readonly databaseUrl: string;
  /** Threads that run the engine; they give way to requests and the database. */
  readonly threads: number;
  readonly log: Logger;
  /** Other kinds of job, for tests. */
  readonly jobs?: readonly JobDefinition[];
  /** How often the clock is looked at for nightly runs and work left lying; every minute by default. */
  readonly tick?: string;
}

export interface Worker {
  /** Takes no further job, lets those at work end at their next step and gives their leases back. */
  stop(): Promise<void>;
}

/**
 * A process's worker: takes jobs from the queue, runs them, and looks every minute (and at its start) for nightly runs
 * and for work that nobody holds. Any number of workers may run beside each other.
 */
export async function createWorker(options: WorkerOptions): Promise<Worker> {
  const { platform, log } = options;
  const definitions = new Map((options.jobs ?? allJobs).map((job) => [job.name, job]));
  const stopping = new AbortController();
  const pool = createEnginePool({ threads: options.threads, inBackground: true });
  const boss = await startBoss({ databaseUrl: options.databaseUrl, log, worker: true });
  for (const name of definitions.keys()) await ensureQueue(boss, name);
  const queues = await boss.getQueues();
  for (const { name } of queues) {
    if (name === deadLetterQueue) continue;
    const definition = definitions.get(name);
    await boss.work(
      name,
      {
        batchSize: 1,
        localConcurrency: definition?.concurrency ?? 1,
        pollingIntervalSeconds: 1,
        notifyPollingIntervalSeconds: 1,
        includeMetadata: true,
        perJobResults: true,
      },
      (taken) =>
        Promise.all(
          taken.map((job) => {
            const signal = AbortSignal.any([stopping.signal, job.signal]);
            return runJob(definition, job, platform, { pool, signal }, log);
          }),
        ),
    );
  }
  const lookAround = async (): Promise<void> => {
    try {
      await startNightlyRuns(platform);
      await sendDueWork(platform);
    } catch (error) {
      log.error({ err: error }, 'looking for due work failed; the next minute tries again');
    }
  };
  await lookAround();
  const clock = new Cron(options.tick ?? '* * * * *', { protect: true }, lookAround);
  return {
    async stop() {
      clock.stop();
      stopping.abort();
      await boss.stop({ graceful: true, timeout: 30_000 });
      await pool.close();
    },
  };
}
