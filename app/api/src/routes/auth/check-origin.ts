import { ServiceError } from '@ordernimbus/contracts';
import type { FastifyRequest } from 'fastify';

/**
 * Refuses requests that a page of another site makes. Only these routes use a cookie, and the cookie is
 * SameSite=Strict: this is the second lock. Programs send no Origin and pass.
 */
export function checkOrigin(request: FastifyRequest, publicUrl: string | undefined): void {
  const { origin, host, 'sec-fetch-site': site } = request.headers;
  const own = new Set([`${request.protocol}://${host}`]);
  if (publicUrl) own.add(new URL(publicUrl).origin);
  const foreign = origin !== undefined && !own.has(origin);
  if (foreign || site === 'cross-site') {
    throw new ServiceError('forbidden', 'This request comes from a page of another site.');
  }
}
