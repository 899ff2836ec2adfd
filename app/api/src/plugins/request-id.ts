import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const acceptable = /^[A-Za-z0-9_.-]{8,64}$/;

/** A caller's own id when it is harmless in logs, else one of ours: random per process, counted per request. */
export function createRequestIds(): (request: IncomingMessage) => string {
  const process = randomBytes(6).toString('hex');
  let count = 0;
  return (request) => {
    const given = request.headers['x-request-id'];
    if (typeof given === 'string' && acceptable.test(given)) return given;
    count += 1;
    return `${process}-${count.toString(36)}`;
  };
}
