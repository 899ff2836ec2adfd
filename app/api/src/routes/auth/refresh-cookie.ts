import type { OpenedSession } from '@ordernimbus/services';
import type { FastifyReply, FastifyRequest } from 'fastify';

const name = 'nimbus_refresh';

/**
 * The refresh token travels only in this cookie: scripts cannot read it, other sites' requests do not carry it, and
 * only the sign-in routes receive it. Secure unless plain http on this machine.
 */
export function setRefreshCookie(
  reply: FastifyReply,
  refresh: OpenedSession['refresh'],
  secure: boolean,
): void {
  if (!refresh) return;
  reply.setCookie(name, refresh.token, {
    path: '/v1/auth',
    httpOnly: true,
    sameSite: 'strict',
    secure,
    expires: refresh.expiresAt,
  });
}

export function clearRefreshCookie(reply: FastifyReply, secure: boolean): void {
  reply.clearCookie(name, { path: '/v1/auth', httpOnly: true, sameSite: 'strict', secure });
}

export function readRefreshCookie(request: FastifyRequest): string | undefined {
  return request.cookies[name];
}
