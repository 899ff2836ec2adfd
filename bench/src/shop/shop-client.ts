import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const nimbus = fileURLToPath(new URL('../../../app/cli/bin/nimbus.js', import.meta.url));
const pollMs = 200;

/** A run as far as the bench reads it. */
export interface RunState {
  readonly id: string;
  readonly status: string;
  readonly horizonDays: number;
  readonly seriesOk: number | null;
  readonly seriesFailed: number | null;
}

/** A shop of a running product, used as its owner's programs would. */
export interface ShopClient {
  get<T>(path: string): Promise<T>;
  /** `nimbus import` in a process of its own. */
  importFile(file: string): Promise<void>;
  startRun(): Promise<void>;
  /** Calls `onStatus` with each status of the shop's last run as it comes, until the run is over. */
  followRun(onStatus: (state: RunState) => void): Promise<RunState>;
  /** Until the reorder list has at least so many lines. */
  awaitReorder(lines: number): Promise<void>;
}

async function call<T>(url: string, init: RequestInit & { body?: string }): Promise<T> {
  const headers = { ...(init.body ? { 'content-type': 'application/json' } : {}), ...init.headers };
  const answer = await fetch(url, { ...init, headers });
  if (!answer.ok) throw new Error(`${init.method ?? 'GET'} ${url}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** Signs a shop up and makes a key for programs. */
export async function openShop(url: string): Promise<ShopClient> {
  const person = { email: 'bench@example.com', password: 'correct horse battery staple', name: 'Bench' };
  const { accessToken } = await call<{ accessToken: string }>(`${url}/v1/auth/sign-up`, {
    method: 'POST',
    body: JSON.stringify({ ...person, tenantName: 'Bench', currency: 'GBP', timeZone: 'Europe/London' }),
  });
  const { secret } = await call<{ secret: string }>(`${url}/v1/api-keys`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}` },
    body: JSON.stringify({ name: 'bench', scopes: ['read', 'import', 'plan'] }),
  });
  const headers = { 'x-api-key': secret };
  const get = <T>(path: string) => call<T>(`${url}${path}`, { headers });
  const lastRun = async (): Promise<RunState | undefined> =>
    (await get<{ items: RunState[] }>('/v1/forecast-runs?limit=1')).items[0];
  return {
    get,
    async importFile(file) {
      await promisify(execFile)(process.execPath, [nimbus, 'import', file, '--url', url, '--yes'], {
        env: { NIMBUS_API_KEY: secret },
      });
    },
    async startRun() {
      await call(`${url}/v1/forecast-runs`, { method: 'POST', headers, body: '{}' });
    },
    async followRun(onStatus) {
      let last = '';
      for (;;) {
        const run = await lastRun();
        if (run && run.status !== last) {
          last = run.status;
          onStatus(run);
        }
        if (run?.status === 'done') return run;
        if (run && ['failed', 'cancelled'].includes(run.status)) throw new Error(`The run ${run.status}.`);
        await sleep(pollMs);
      }
    },
    async awaitReorder(lines) {
      type List = { totals: { lines: number } };
      while ((await get<List>('/v1/reorder?limit=1')).totals.lines < lines) await sleep(pollMs);
    },
  };
}
