import { timingSafeEqual } from 'node:crypto';
import { ServiceError } from '@ordernimbus/contracts';
import { createRequestMetrics } from '@ordernimbus/observability';
import type { ApiConfig } from '../config.ts';
import type { ApiInstance } from '../context.ts';
import { isLoopbackPeer } from './loopback.ts';

/** Duration of each request by route and status class, and the process's own figures, at /metrics. */
export function addMetrics(app: ApiInstance, config: ApiConfig): void {
  const metrics = createRequestMetrics();
  app.addHook('onResponse', (request, reply, done) => {
    metrics.observe(
      request.method,
      request.routeOptions.url ?? 'none',
      reply.statusCode,
      reply.elapsedTime / 1000,
    );
    if (reply.statusCode >= 500 || reply.elapsedTime > 2000) {
      app.platform.log.warn(
        {
          requestId: request.id,
          method: request.method,
          route: request.routeOptions.url,
          status: reply.statusCode,
          milliseconds: Math.round(reply.elapsedTime),
        },
        'request',
      );
    }
    done();
  });
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    const token = request.headers.authorization?.replace(/^Bearer /, '');
    if (!isLoopbackPeer(request) && !sameText(token, config.metricsToken)) {
      throw new ServiceError('not_found', 'There is nothing at this address.');
    }
    reply.type(metrics.contentType);
    return metrics.text();
  });
}

function sameText(given: string | undefined, wanted: string | undefined): boolean {
  if (given === undefined || wanted === undefined) return false;
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
