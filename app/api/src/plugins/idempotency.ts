import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { ServiceError } from '@ordernimbus/contracts';
import { beginIdempotent, type IdempotentRequest } from '@ordernimbus/services';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ApiInstance, contextOf } from '../context.ts';

declare module 'fastify' {
  interface FastifyRequest {
    idempotent: IdempotentRequest | null;
  }
}

const maxStoredBytes = 262_144;

/**
 * `Idempotency-Key` on writes: the same key with the same request gets the first answer again, with another request
 * 422, while the first is being worked on 409. Only routes that write carry the hooks, so reads pay nothing.
 *
 * A streamed upload is never held in memory, so its body is not part of the comparison: address, media type, length
 * and `Content-Digest`/`Digest` headers are.
 */
export function addIdempotency(app: ApiInstance): void {
  app.decorateRequest('idempotent', null);
  app.addHook('onRoute', (route) => {
    const methods = [route.method].flat();
    const reads = route.config?.readsOnly || methods.every((method) => method === 'GET' || method === 'HEAD');
    if (reads || route.config?.public) return;
    route.preHandler = [begin, ...[route.preHandler ?? []].flat()];
    route.onSend = [...[route.onSend ?? []].flat(), finish];
  });
}

async function begin(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new ServiceError('invalid_input', 'Idempotency-Key must be 1 to 200 visible ASCII characters.', {
      places: [{ field: 'idempotency-key', message: 'is not right' }],
    });
  }
  const result = await beginIdempotent(contextOf(request), {
    key,
    route: `${request.method} ${request.routeOptions.url}`,
    requestHash: hashRequest(request),
  });
  if ('request' in result) {
    request.idempotent = result.request;
    return undefined;
  }
  if (request.routeOptions.config.secretAnswer) {
    throw new ServiceError('conflict', 'This was done already, and its secret is shown only once.');
  }
  reply.header('idempotent-replayed', 'true').code(result.answer.status);
  if (result.answer.contentType) reply.type(result.answer.contentType);
  return reply.send(result.answer.body);
}

async function finish(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  const { idempotent } = request;
  if (!idempotent) return payload;
  request.idempotent = null;
  const body = bodyText(payload);
  const status = reply.statusCode;
  // what may turn out differently next time is not kept
  const lasting = status < 500 && ![401, 409, 412, 429].includes(status);
  if (!lasting || body === undefined || body.length > maxStoredBytes) {
    await idempotent.release();
  } else {
    const secret = request.routeOptions.config.secretAnswer === true && status < 300;
    const contentType = String(reply.getHeader('content-type') ?? '');
    await idempotent.finish({ status, contentType, body: secret ? '' : body });
  }
  return payload;
}

function bodyText(payload: unknown): string | undefined {
  if (payload === undefined || payload === null) return '';
  if (typeof payload === 'string') return payload;
  return Buffer.isBuffer(payload) ? payload.toString('utf8') : undefined;
}

function hashRequest(request: FastifyRequest): Buffer {
  const hash = createHash('sha256').update(`${request.method}\n${request.url}\n`);
  if (request.body instanceof Readable) {
    const { headers } = request;
    const parts = ['content-type', 'content-length', 'content-digest', 'digest'].map((name) => headers[name]);
    hash.update(JSON.stringify(parts));
  } else {
    hash.update(JSON.stringify(request.body ?? null));
  }
  return hash.digest();
}
