/**
 * Why a partition has no result. `engine` = the engine refused it, or it cannot be handed to a thread at all; the others
 * say nothing about its data.
 */
export type EnginePoolErrorCode = 'thread-crashed' | 'cancelled' | 'queue-full' | 'closed' | 'engine';

export class EnginePoolError extends Error {
  readonly code: EnginePoolErrorCode;

  constructor(code: EnginePoolErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = 'EnginePoolError';
    this.code = code;
  }
}
