import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findFreePort } from '../../src/postgres/index.ts';
import { isAlive } from '../../src/postgres/postmaster.ts';
import { hears, type Run, readServerPid, runServe, runServeBelow } from './run-nimbus.ts';

// each test starts whole products, which takes seconds, on a busy machine many
vi.setConfig({ testTimeout: 120_000 });

let dataDir: string;
let port: string;
const runs: Run[] = [];

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'ordernimbus-serve-'));
  port = String(await findFreePort());
});

afterEach(async () => {
  const server = existsSync(join(dataDir, 'postgres/postmaster.pid')) ? readServerPid(dataDir) : 0;
  for (const run of runs.splice(0)) {
    run.child.kill('SIGKILL');
    await run.ended;
  }
  // it writes until it has ended
  if (server > 0) await gone(server);
  rmSync(dataDir, { recursive: true, force: true });
});

function start(args: readonly string[] = ['--port', port], env: Record<string, string> = {}): Run {
  const run = runServe(dataDir, args, env);
  runs.push(run);
  return run;
}

async function gone(pid: number): Promise<boolean> {
  for (let i = 0; i < 500 && isAlive(pid); i++) await sleep(20);
  return !isAlive(pid);
}

const sentences = (run: Run): string[] => run.said().trim().split('\n');

describe('nimbus serve', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('serves, and %s leaves nothing running', async (signal) => {
    const run = start();
    const [, url] = await hears(run, /ready: open (\S+)/);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    const server = readServerPid(dataDir);
    expect(isAlive(server)).toBe(true);
    run.child.kill(signal);
    expect(await run.ended).toBe(0);
    expect(await gone(server)).toBe(true);
    expect(existsSync(join(dataDir, 'run.json'))).toBe(false);
    await expect(fetch(`${url}/health/ready`)).rejects.toThrow();
  });

  it('keeps what it has over a restart, and its secrets to itself', async () => {
    const first = start();
    await hears(first, /migrated to/);
    await hears(first, /ready: open/);
    first.child.kill('SIGTERM');
    await first.ended;
    for (const secret of ['secrets.json', 'signing-key.pem', 'postgres-password']) {
      expect(statSync(join(dataDir, secret)).mode & 0o777).toBe(0o600);
    }
    for (const folder of ['objects', 'logs']) {
      expect(statSync(join(dataDir, folder)).mode & 0o777).toBe(0o700);
    }
    const key = readFileSync(join(dataDir, 'signing-key.pem'), 'utf8');
    const second = start();
    await hears(second, /ready: open/);
    expect(second.said()).not.toMatch(/creating|migrated/);
    expect(readFileSync(join(dataDir, 'signing-key.pem'), 'utf8')).toBe(key);
  });

  it('points a second start to the first, also when both begin at once', async () => {
    const both = [start(), start()];
    const said = await Promise.all(
      both.map((run) => hears(run, /ready: open (\S+)|already runs here.* open (\S+)/)),
    );
    const other = both.find((run) => /already runs/.test(run.said()))!;
    expect(await other.ended).toBe(0);
    expect(both.filter((run) => /is ready/.test(run.said()))).toHaveLength(1);
    expect(new Set(said.map(([, own, others]) => own ?? others)).size).toBe(1);
  });

  it('starts again after kill -9, without the database server of before', async () => {
    const first = start();
    await hears(first, /ready: open/);
    const server = readServerPid(dataDir);
    first.child.kill('SIGKILL');
    await first.ended;
    expect(existsSync(join(dataDir, 'run.json'))).toBe(true);
    const second = start();
    await hears(second, /ready: open/);
    expect(await gone(server)).toBe(true);
    expect(readServerPid(dataDir)).not.toBe(server);
  });

  it('takes over a run.json that names a process of somebody else', async () => {
    writeFileSync(
      join(dataDir, 'run.json'),
      JSON.stringify({ pid: process.pid, began: 'before', url: 'http://x' }),
    );
    await hears(start(), /ready: open/);
  });

  it('ends when the command that started it is killed', async () => {
    const below = runServeBelow(dataDir, ['--port', port]);
    runs.push(below);
    await hears(below, /ready: open/);
    const { pid } = JSON.parse(readFileSync(join(dataDir, 'run.json'), 'utf8')) as { pid: number };
    const server = readServerPid(dataDir);
    below.child.kill('SIGKILL');
    expect(await gone(pid)).toBe(true);
    expect(await gone(server)).toBe(true);
  });

  it('says so when its database is ended, and ends', async () => {
    const run = start();
    await hears(run, /ready: open/);
    process.kill(readServerPid(dataDir), 'SIGINT');
    expect(await run.ended).toBe(2);
    expect(sentences(run).at(-1)).toMatch(
      /The database ended: .*postgres\.log says why; run the command again\./,
    );
  });
});

describe('nimbus serve says in one sentence', () => {
  let taken: Server;
  beforeEach(async () => {
    taken = createServer();
    await new Promise<void>((resolve) => taken.listen(Number(port), '127.0.0.1', resolve));
  });
  afterEach(() => new Promise((resolve) => taken.close(resolve)));

  it('that a wanted port is taken', async () => {
    const run = start();
    expect(await run.ended).toBe(2);
    expect(sentences(run).at(-1)).toBe(
      `nimbus: Port ${port} is taken by another program: choose another with --port, or none for the next free one.`,
    );
    expect(existsSync(join(dataDir, 'postgres/postmaster.pid'))).toBe(false);
  });

  it('that the data folder cannot be made', async () => {
    const file = join(dataDir, 'a-file');
    writeFileSync(file, '');
    const run = start(['--data', join(file, 'below')]);
    expect(await run.ended).toBe(2);
    expect(sentences(run)).toEqual([
      expect.stringMatching(
        /^nimbus: The data folder .*a-file\/below cannot be written \(ENOTDIR\): .*ORDERNIMBUS_DATA/,
      ),
    ]);
  });

  it('that DATABASE_URL does not lead to a database', async () => {
    const run = start([], { DATABASE_URL: `postgres://someone:secret@127.0.0.1:1/shop` });
    expect(await run.ended).toBe(2);
    expect(sentences(run).at(-1)).toMatch(
      /^nimbus: The database 127\.0\.0\.1:1\/shop does not let us in .*check DATABASE_URL/,
    );
    expect(run.said()).not.toContain('secret');
  });

  it.each([
    [['--port', 'often'], {}, /The port "often" is not a number/],
    [[], { DATABASE_URL: 'mysql://x' }, /DATABASE_URL is not a PostgreSQL URL/],
  ])('that %j %j is no setting', async (args, env, sentence) => {
    const run = start(args, env as Record<string, string>);
    expect(await run.ended).toBe(2);
    expect(sentences(run)).toEqual([expect.stringMatching(sentence)]);
  });

  it('that the secrets are damaged', async () => {
    writeFileSync(join(dataDir, 'secrets.json'), '{');
    const run = start([]);
    expect(await run.ended).toBe(2);
    expect(sentences(run).at(-1)).toMatch(/secrets\.json is damaged: delete it/);
  });
});
