import type { FastifyRequest } from 'fastify';

const loopbackAddress = /^(127\.|::1$|::ffff:127\.)/;
const loopbackHost = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i;

/**
 * True for a program on this machine. A request that a proxy passed on is not: its peer is the proxy. The host is
 * compared too, because a foreign page can point its own name at 127.0.0.1.
 */
export function isLoopbackPeer(request: FastifyRequest): boolean {
  const { headers } = request;
  return (
    loopbackAddress.test(request.socket.remoteAddress ?? '') &&
    loopbackHost.test(headers.host ?? '') &&
    headers['x-forwarded-for'] === undefined &&
    headers.forwarded === undefined
  );
}
