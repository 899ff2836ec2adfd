import type { Logger } from '@ordernimbus/observability';
import type { TSchema } from 'typebox';
import type { Platform } from '../context.ts';
import type { EnginePort } from '../runs/engine-port.ts';

/** What a job gets besides its payload. */
export interface JobTools {
  readonly pool: EnginePort;
  /** Aborted when the worker stops or the job's time is over: end at the next step, the job will be sent again. */
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** No further try follows when this one fails: leave the reason where a person sees it. */
  readonly lastTry: boolean;
}

/**
 * A kind of job. Jobs are idempotent, resumable and safe to overlap: what is to be done stands in the database, the job
 * only says where to look. Throwing means another try, later and bounded; a ServiceError that no repetition can cure
 * (a bad payload, a row that is gone) ends the job at once.
 */
export interface JobDefinition {
  readonly name: string;
  readonly schema: TSchema;
  /** Jobs of this kind at once in one process; 1 by default. */
  readonly concurrency?: number;
  handle(platform: Platform, payload: Record<string, unknown>, tools: JobTools): Promise<void>;
}
