import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type FilledShop, fillShop } from './api/fill-shop.ts';
import type { LoadPlan, LoadResult } from './api/load-client.ts';
import { type Round, reportText, writeReport } from './api/report.ts';
import { type StartedProcess, startProcess } from './api/start-process.ts';

const connections = 32;
const endless = 1_000_000_000;

/** `npm run bench -- api`: cached and uncached reads of forecasts beside a bare Fastify hello. */
export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '7' },
      seconds: { type: 'string', default: '2' },
      items: { type: 'string', default: '300' },
    },
  });
  const folder = await mkdtemp(join(tmpdir(), 'ordernimbus-bench-'));
  const started: StartedProcess[] = [];
  try {
    const bare = await startProcess('./bare-server.ts', []);
    started.push(bare);
    const flags = ['serve', '--no-sample', '--no-web', '--data', join(folder, 'data')];
    const api = await startProcess('../../../app/cli/bin/nimbus.js', flags, {
      RATE_LIMIT_PER_SECOND: '1000000',
    });
    started.push(api);
    process.stderr.write(`Filling a shop with ${values.items} items ...\n`);
    const shop = await fillShop(api.url, Number(values.items));
    const rounds = await measure(bare.url, api.url, shop, Number(values.rounds), Number(values.seconds));
    const text = reportText(rounds, shop.paths.length);
    process.stdout.write(`${text}\nWritten to ${writeReport(text)}\n`);
    return 0;
  } finally {
    for (const each of started) await each.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(
  bareUrl: string,
  apiUrl: string,
  shop: FilledShop,
  count: number,
  seconds: number,
): Promise<Record<string, Round[]>> {
  const signedIn = { authorization: `Bearer ${shop.token}` };
  const timed = { connections, seconds, requests: endless };
  const api = { port: Number(new URL(apiUrl).port), paths: shop.paths };
  const plans: Record<string, LoadPlan> = {
    bare: { ...timed, port: Number(new URL(bareUrl).port), paths: ['/hello'], headers: {} },
    cached: { ...timed, ...api, headers: signedIn },
    notModified: { ...timed, ...api, headers: { ...signedIn, 'if-none-match': '*' } },
    // every forecast once after the shop's version has changed: none can come from the cache
    uncached: { ...api, headers: signedIn, connections, seconds: 60, requests: shop.paths.length },
  };
  const rounds: Record<string, Round[]> = Object.fromEntries(Object.keys(plans).map((name) => [name, []]));
  // the first round warms caches and compilers and does not count
  for (let round = 0; round <= count; round++) {
    const entries = Object.entries(plans);
    // another order in each round: none always follows the same neighbour
    const shift = round % entries.length;
    for (const [name, plan] of [...entries.slice(shift), ...entries.slice(0, shift)]) {
      if (name === 'uncached') await changeShop(apiUrl, shop.token, round);
      const cpu = name === 'bare' ? () => bareCpu(bareUrl) : () => apiCpu(apiUrl);
      const before = await cpu();
      const load = await generate(plan);
      const wrong = Object.keys(load.statuses).filter((status) => status !== '200' && status !== '304');
      if (wrong.length > 0) throw new Error(`${name}: answers with status ${wrong.join()}`);
      const cpuMicroseconds = ((await cpu()) - before) / load.requests;
      if (round > 0) rounds[name]?.push({ load, cpuMicroseconds });
    }
    process.stderr.write(`round ${round} of ${count}\n`);
  }
  return rounds;
}

function generate(plan: LoadPlan): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('./api/load-client.ts', import.meta.url)));
    child.once('message', (result) => resolve(result as LoadResult));
    child.once('error', reject);
    child.once('exit', (status) => reject(new Error(`The load generator ended with status ${status}.`)));
    child.send(plan);
  });
}

async function changeShop(apiUrl: string, token: string, round: number): Promise<void> {
  const answer = await fetch(`${apiUrl}/v1/tenant`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: `Bench ${round}` }),
  });
  if (!answer.ok) throw new Error(`The shop could not be changed: ${answer.status}`);
}

async function bareCpu(url: string): Promise<number> {
  const usage = (await (await fetch(`${url}/cpu`)).json()) as NodeJS.CpuUsage;
  return usage.user + usage.system;
}

async function apiCpu(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const value = (name: string) => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1]);
  return 1e6 * (value('process_cpu_user_seconds_total') + value('process_cpu_system_seconds_total'));
}
