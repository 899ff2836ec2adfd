import { timingSafeEqual } from 'node:crypto';
import { ServiceError } from '@ordernimbus/contracts';
import { createRequestMetrics } from '@ordernimbus/observability';
import type { onResponseHookHandler } from 'fastify';
import type { ApiConfig } from '../config.ts';
import type { ApiInstance } from '../context.ts';
import { isLoopbackPeer } from './loopback.ts';

const slowMs = 2000;

/** Duration of each request by route and status class, and the process's own figures, at /metrics. */
export function addMetrics(app: ApiInstance, config: ApiConfig): void {
  const metrics = createRequestMetrics();
  const observerHook = (method: string, route: string): onResponseHookHandler => {
    const observe = metrics.observerOf(method, route);
    return function observeRequest(request, reply, done) {
      const milliseconds = reply.elapsedTime;
      observe(reply.statusCode, milliseconds / 1000);
      if (reply.statusCode >= 500 || milliseconds > slowMs) {
        app.platform.log.warn(
          {
            requestId: request.id,
            method,
            route,
            status: reply.statusCode,
            milliseconds: Math.round(milliseconds),
          },
          'request',
        );
      }
      done();
    };
  };
  app.addHook('onRoute', (route) => {
    const own = [route.onResponse ?? []].flat();
    // a HEAD route is made from its GET route and counts with it
    if (own.some((hook) => hook.name === 'observeRequest')) return;
    route.onResponse = [...own, observerHook([route.method].flat()[0] ?? 'GET', route.url)];
  });
  const observeUnknown = metrics.observerOf('any', 'none');
  app.addHook('onResponse', (request, reply, done) => {
    if (request.is404) observeUnknown(reply.statusCode, reply.elapsedTime / 1000);
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
