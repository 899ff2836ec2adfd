import { connect, type Socket } from 'node:net';

/**
 * A load generator in a process of its own: keep-alive connections that each send the next request when the answer to
 * the last is complete. It writes prepared bytes and reads only status and length, so that it costs less than the
 * server it measures; a full HTTP client on the same two cores would measure itself.
 */
export interface LoadPlan {
  readonly port: number;
  readonly paths: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly connections: number;
  /** ends after this time, or after `requests` */
  readonly seconds: number;
  readonly requests: number;
}

export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  readonly bytes: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly milliseconds: { readonly p50: number; readonly p95: number; readonly p99: number };
}

const headEnd = Buffer.from('\r\n\r\n');

export async function runLoad(plan: LoadPlan): Promise<LoadResult> {
  const extra = Object.entries(plan.headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const requests = plan.paths.map((path) =>
    Buffer.from(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${plan.port}\r\n${extra.join('')}\r\n`),
  );
  const latencies: number[] = [];
  const statuses: Record<string, number> = {};
  let bytes = 0;
  let sent = 0;
  const began = performance.now();
  const end = began + plan.seconds * 1000;

  const useConnection = () =>
    new Promise<void>((resolve, reject) => {
      const socket: Socket = connect(plan.port, '127.0.0.1');
      socket.setNoDelay(true);
      let startedAt = 0;
      // bytes of the present answer that are still to come; -1 while its head is not complete
      let missing = -1;
      let head = Buffer.alloc(0);
      const next = () => {
        if (sent >= plan.requests || performance.now() >= end) {
          socket.destroy();
          resolve();
          return;
        }
        startedAt = performance.now();
        socket.write(requests[sent % requests.length] as Buffer);
        sent += 1;
      };
      const finish = () => {
        latencies.push(performance.now() - startedAt);
        missing = -1;
        head = Buffer.alloc(0);
        next();
      };
      socket.on('connect', next);
      socket.on('error', reject);
      socket.on('end', () => reject(new Error('The server closed a connection.')));
      socket.setTimeout(10_000, () => socket.destroy(new Error('No answer came for ten seconds.')));
      socket.on('data', (chunk) => {
        bytes += chunk.length;
        if (missing >= 0) {
          missing -= chunk.length;
          if (missing === 0) finish();
          return;
        }
        head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
        const at = head.indexOf(headEnd);
        if (at < 0) return;
        const text = head.toString('latin1', 0, at);
        const status = text.slice(9, 12);
        statuses[status] = (statuses[status] ?? 0) + 1;
        // these have no body, whatever length they name
        const bodiless = status === '304' || status === '204';
        const length = bodiless ? '0' : (/\r\ncontent-length: (\d+)/i.exec(text)?.[1] ?? '0');
        missing = Number(length) - (head.length - at - headEnd.length);
        if (missing === 0) finish();
      });
    });

  await Promise.all(Array.from({ length: plan.connections }, useConnection));
  const seconds = (performance.now() - began) / 1000;
  latencies.sort((a, b) => a - b);
  const quantile = (p: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(p * latencies.length))] ?? 0;
  return {
    requests: latencies.length,
    seconds,
    bytes,
    statuses,
    milliseconds: { p50: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99) },
  };
}

if (process.send) {
  process.once('message', async (plan: LoadPlan) => {
    const result = await runLoad(plan);
    process.send?.(result);
    process.disconnect();
  });
}
