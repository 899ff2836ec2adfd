import {
  type ErrorCode,
  type ErrorPlace,
  errorStatus,
  type Problem,
  ServiceError,
} from '@ordernimbus/contracts';
import type { FastifyError, FastifyReply, FastifyRequest, FastifySchemaValidationError } from 'fastify';
import type { ApiInstance } from '../context.ts';
import { limitRate } from '../rate-limits/index.ts';

const titles: Readonly<Record<ErrorCode, string>> = {
  invalid_input: 'The request is not right',
  unauthenticated: 'Not signed in',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  conflict: 'Conflict',
  too_large: 'Too large',
  unsupported_file: 'Not a supported format',
  needs_answer: 'A decision is needed',
  rate_limited: 'Too many requests',
  idempotency_mismatch: 'The idempotency key was used for another request',
  stale: 'The data has changed',
  cancelled: 'Cancelled',
  unavailable: 'Not available now',
  internal: 'Something went wrong on our side',
};

/** Every error leaves as RFC 9457 problem details. What we did not foresee is logged and told blandly. */
export function addProblems(app: ApiInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const known = translate(error);
    // guessing tokens, keys and ids is slowed down; honest use does not come near the limit
    const shown = known.code === 'unauthenticated' ? slowed(app, request, known) : known;
    if (shown.code === 'internal') {
      app.platform.log.error(
        { requestId: request.id, route: request.routeOptions.url, err: error },
        'request failed',
      );
    }
    return sendProblem(request, reply, shown);
  });
}

export function notFound(app: ApiInstance, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const error = new ServiceError('not_found', 'There is nothing at this address.');
  return sendProblem(request, reply, slowed(app, request, error));
}

/** For addresses that cannot be read: they never reach a route, nor its error handler. */
export function sendUnroutable(_error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
  sendProblem(
    request,
    reply,
    new ServiceError(
      'invalid_input',
      'The address cannot be read: a part of it is too long, or a per cent sign is not followed by a byte of UTF-8.',
    ),
  );
}

function slowed(app: ApiInstance, request: FastifyRequest, error: ServiceError): ServiceError {
  try {
    limitRate(app.limiters.failuresPerAddress, request.ip);
    return error;
  } catch (limited) {
    return limited as ServiceError;
  }
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, error: ServiceError): FastifyReply {
  const status = errorStatus[error.code];
  const problem: Problem = {
    type: `urn:ordernimbus:problem:${error.code}`,
    title: titles[error.code],
    status,
    detail: error.message,
    code: error.code,
    requestId: request.id,
    ...(error.places.length > 0 ? { places: [...error.places] } : {}),
  };
  if (error.retryAfterSeconds !== undefined) reply.header('retry-after', Math.ceil(error.retryAfterSeconds));
  if (error.code === 'unauthenticated') reply.header('www-authenticate', 'Bearer');
  reply.removeHeader('etag');
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(problem));
}

const internal = (cause: unknown) =>
  new ServiceError(
    'internal',
    'The request could not be completed. Try again; if it happens again, tell us its id.',
    {
      cause,
    },
  );

/** Connections refused or ended by the database, and statements that took too long. */
const unavailableCodes = new Set(['ECONNREFUSED', 'ECONNRESET', '57P01', '57P03', '53300', '57014']);

function translate(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  const { code, statusCode, validation, validationContext } = error as Partial<FastifyError> & {
    code?: string;
  };
  if (validation) return invalidInput(validation, validationContext ?? 'body');
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return new ServiceError('too_large', 'The body of the request is larger than allowed.');
  }
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new ServiceError('unsupported_file', 'Send the body as application/json.');
  }
  if (code !== undefined && unavailableCodes.has(code)) {
    return new ServiceError(
      'unavailable',
      'The database cannot be reached or is too busy. Try again in a moment.',
      {
        cause: error,
        retryAfterSeconds: 5,
      },
    );
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new ServiceError(
      'invalid_input',
      'The request cannot be read. Check that its body is valid JSON.',
      {
        cause: error,
      },
    );
  }
  return internal(error);
}

const partNames: Readonly<Record<string, string>> = {
  body: 'The body',
  querystring: 'The query',
  params: 'The address',
  headers: 'The headers',
};

function invalidInput(errors: readonly FastifySchemaValidationError[], part: string): ServiceError {
  const places: ErrorPlace[] = errors.slice(0, 20).map((error) => ({
    field: error.instancePath.slice(1).replaceAll('/', '.') || part,
    message: error.message ?? 'is not right',
  }));
  const [first] = places;
  const where = partNames[part] ?? part;
  return new ServiceError('invalid_input', `${where} is not right: ${first?.field} ${first?.message}.`, {
    places,
  });
}
