import type { Problem } from '@ordernimbus/contracts';

/** What a failed call is: the API's own sentence where it gave one, and the request id to quote. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly requestId: string | undefined;
  readonly places: NonNullable<Problem['places']>;

  constructor(problem: {
    status: number;
    code: string;
    message: string;
    requestId?: string | undefined;
    places?: Problem['places'] | undefined;
  }) {
    super(problem.message);
    this.status = problem.status;
    this.code = problem.code;
    this.requestId = problem.requestId;
    this.places = problem.places ?? [];
  }
}

export const offlineError = () =>
  new ApiError({
    status: 0,
    code: 'offline',
    message: 'OrderNimbus cannot be reached from here. Check that it is running, then try again.',
  });

/** An answer that is not ours (a proxy's page, an empty body) still becomes a sentence. */
export function errorOfAnswer(status: number, body: string, requestId: string | null): ApiError {
  let problem: Partial<Problem> = {};
  try {
    problem = JSON.parse(body) as Partial<Problem>;
  } catch {
    // not JSON: keep the general sentence
  }
  return new ApiError({
    status,
    code: problem.code ?? 'internal',
    message:
      problem.detail || problem.title || `The server answered ${status} without saying why. Try again.`,
    requestId: problem.requestId ?? requestId ?? undefined,
    places: problem.places,
  });
}

export const isCode = (error: unknown, code: string) => error instanceof ApiError && error.code === code;
