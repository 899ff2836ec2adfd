import { ServiceError } from '@ordernimbus/contracts';
import { authenticateApiKey, type Principal, type TokenVerifier } from '@ordernimbus/services';
import type { FastifyRequest, onRequestHookHandler } from 'fastify';
import type { ApiInstance } from '../context.ts';
import { limitRate } from '../rate-limits/index.ts';

/**
 * Every route of this part of the server needs a token or a key unless its config says `public`. What was checked
 * before is answered without a promise, which is most requests.
 */
export function addAuthentication(app: ApiInstance, verifier: TokenVerifier): void {
  const { publicPerAddress, perTenant } = app.limiters;

  const admitAnybody: onRequestHookHandler = (request, _reply, done) => {
    try {
      limitRate(publicPerAddress, request.ip);
      done();
    } catch (error) {
      done(error as Error);
    }
  };

  const authenticate: onRequestHookHandler = (request, _reply, done) => {
    const admit = (principal: Principal): void => {
      limitRate(perTenant, principal.tenantId);
      request.principal = principal;
    };
    try {
      const found = findPrincipal(app, verifier, request);
      if (found instanceof Promise) {
        found.then(admit).then(() => done(), done);
        return;
      }
      admit(found);
    } catch (error) {
      done(error as Error);
      return;
    }
    done();
  };

  // decided when a route is made: looking a route's config up at each request costs as much as a cached sign-in
  app.addHook('onRoute', (route) => {
    const guard = route.config?.public === true ? admitAnybody : authenticate;
    const own = [route.onRequest ?? []].flat();
    // a HEAD route is made from its GET route, which has the guard already
    if (!own.includes(guard)) route.onRequest = [guard, ...own];
  });
}

function findPrincipal(
  app: ApiInstance,
  verifier: TokenVerifier,
  request: FastifyRequest,
): Principal | Promise<Principal> {
  const { authorization, 'x-api-key': key } = request.headers;
  if (authorization?.startsWith('Bearer ')) return verifier.verifyHeader(authorization);
  if (typeof key === 'string') return authenticateApiKey(app.platform, key);
  throw new ServiceError('unauthenticated', 'Sign in, or send an API key in the header x-api-key.');
}
