/** Closed set of error codes. One word for one situation, the same in API, CLI, worker and screen. */
export const errorCodes = [
  'invalid_input',
  'unauthenticated',
  'forbidden',
  'not_found',
  'conflict',
  'too_large',
  'unsupported_file',
  'needs_answer',
  'rate_limited',
  'idempotency_mismatch',
  'stale',
  'cancelled',
  'unavailable',
  'internal',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** HTTP status that each code travels with. */
export const errorStatus: Readonly<Record<ErrorCode, number>> = {
  invalid_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported_file: 415,
  needs_answer: 422,
  rate_limited: 429,
  idempotency_mismatch: 422,
  stale: 412,
  cancelled: 409,
  unavailable: 503,
  internal: 500,
};

/** Where in the input something is wrong; a bad row or field is data, not an exception. */
export interface ErrorPlace {
  readonly field?: string;
  readonly row?: number;
  readonly column?: string;
  readonly message: string;
}

/**
 * What a verb throws. `message` is a sentence for the user: what happened, where, what to do.
 * The original error, if any, is on `cause` and never reaches the user.
 */
export class ServiceError extends Error {
  readonly code: ErrorCode;
  readonly places: readonly ErrorPlace[];
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; places?: readonly ErrorPlace[]; retryAfterSeconds?: number } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'ServiceError';
    this.code = code;
    this.places = options.places ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
