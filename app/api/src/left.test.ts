import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { whenLeft } from './left.ts';

let server: Server;
afterEach(() => new Promise((resolve) => server.close(resolve)));

/** Asks a server that has read the question and works on its answer for a while. */
async function ask(signal: AbortSignal, signals: AbortSignal[], workMs: number): Promise<Response> {
  server = createServer(async (request, response) => {
    const left = whenLeft(response);
    signals.push(left);
    await text(request);
    await sleep(workMs, undefined, { signal: left }).catch(() => {});
    response.end(String(left.aborted));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return fetch(`http://127.0.0.1:${port}`, { method: 'POST', body: 'question', signal });
}

describe('the signal of somebody who leaves', () => {
  it('is quiet while they wait, and after they have their answer', async () => {
    const signals: AbortSignal[] = [];
    const answer = await ask(new AbortController().signal, signals, 50);
    expect(await answer.text()).toBe('false');
    await sleep(20);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  });

  it('ends the work when they go', async () => {
    const signals: AbortSignal[] = [];
    const client = new AbortController();
    const answer = ask(client.signal, signals, 60_000);
    while (signals.length === 0) await sleep(5);
    client.abort();
    await expect(answer).rejects.toThrow('aborted');
    const [left] = signals as [AbortSignal];
    if (!left.aborted) await new Promise((resolve) => left.addEventListener('abort', resolve));
    expect(left.aborted).toBe(true);
  });
});
