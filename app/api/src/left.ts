import type { ServerResponse } from 'node:http';

/**
 * Aborted when the connection ends before the answer is sent: whoever asked is gone, and long work for them can end.
 * Fastify's `request.signal` will not do: a request is closed as soon as its body is read, while its answer is worked on.
 */
export function whenLeft(response: ServerResponse): AbortSignal {
  const left = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) left.abort();
  });
  return left.signal;
}
