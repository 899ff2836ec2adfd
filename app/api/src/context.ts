import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { ServiceError } from '@ordernimbus/contracts';
import type { Context, Platform, Principal } from '@ordernimbus/services';
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, RawServerDefault } from 'fastify';

/** The server that route files get: schemas are TypeBox objects and types follow from them. */
export type ApiInstance = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse<IncomingMessage>,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

declare module 'fastify' {
  interface FastifyInstance {
    platform: Platform;
  }
  interface FastifyRequest {
    /** who is signed in; null on public routes */
    principal: Principal | null;
  }
  interface FastifyContextConfig {
    /** no sign-in needed */
    public?: boolean;
    /** the answer holds a secret shown once: a repeated idempotency key does not replay it */
    secretAnswer?: boolean;
    /** a question with a body: nothing is written, so no answer is kept for a repeated idempotency key */
    readsOnly?: boolean;
  }
}

/** First argument of a verb, for the person or key that sent the request. */
export function contextOf(request: FastifyRequest): Context {
  const { principal } = request;
  if (!principal) throw new ServiceError('unauthenticated', 'Sign in, or send an API key.');
  return {
    platform: request.server.platform,
    tenantId: principal.tenantId,
    actor: principal.actor,
    scopes: principal.scopes,
    requestId: request.id,
  };
}
