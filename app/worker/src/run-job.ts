import { errorStatus, ServiceError } from '@ordernimbus/contracts';
import type { Logger } from '@ordernimbus/observability';
import { type JobDefinition, type JobTools, type Platform, parseJobPayload } from '@ordernimbus/services';
import type { JobResult, JobWithMetadata } from 'pg-boss';

/** Errors that a repetition cannot cure: the request itself is wrong, or what it speaks of is gone. */
const isPermanent = (error: unknown): boolean =>
  error instanceof ServiceError && errorStatus[error.code] < 500 && error.code !== 'rate_limited';

/**
 * The worker's translator of errors: permanent ones go to the dead letters at once, others fail this try. A kind of job
 * that this version does not know is completed with a warning: the row it would have worked on is still due, and a
 * worker that knows it will find it there.
 */
export async function runJob(
  definition: JobDefinition | undefined,
  job: JobWithMetadata<unknown>,
  platform: Platform,
  tools: Omit<JobTools, 'lastTry' | 'log'>,
  parentLog: Logger,
): Promise<JobResult> {
  const log = parentLog.child({ job: job.name, jobId: job.id });
  if (!definition) {
    log.warn({}, 'no such kind of job; it is left to a worker that knows it');
    return { id: job.id, status: 'completed' };
  }
  const started = performance.now();
  try {
    const payload = parseJobPayload(definition.name, definition.schema, job.data);
    await definition.handle(platform, payload, {
      ...tools,
      log,
      lastTry: job.retryCount >= job.retryLimit,
    });
    log.info({ seconds: (performance.now() - started) / 1000 }, 'job done');
    return { id: job.id, status: 'completed' };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (isPermanent(error)) {
      log.error({ err: error }, 'job given up');
      return { id: job.id, status: 'deadletter', output: { message } };
    }
    log.error({ err: error, try: job.retryCount + 1, tries: job.retryLimit + 1 }, 'job failed');
    return { id: job.id, status: 'failed', output: { message } };
  }
}
