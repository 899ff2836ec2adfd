import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { startEmbeddedPostgres } from '../../src/postgres/index.ts';
import { isAlive, readPostmaster } from '../../src/postgres/postmaster.ts';
import { findParent, listChildren } from './process-tree.ts';

vi.setConfig({ testTimeout: 120_000 });

async function ask(url: string, text: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query({ text, rowMode: 'array' });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

async function gone(pid: number): Promise<boolean> {
  for (let i = 0; i < 500 && isAlive(pid); i++) await sleep(10);
  return !isAlive(pid);
}

/** Starts the server in a process of its own, which then waits to be killed. */
async function startElsewhere(code: string): Promise<{ child: ReturnType<typeof spawn>; line: string }> {
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout! });
  const line = await new Promise<string>((resolve) => lines.once('line', resolve));
  return { child, line };
}

const modulePath = join(import.meta.dirname, '../../src/postgres/index.ts');

describe('the bundled PostgreSQL', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'ordernimbus-pg-'));
    // root runs the server as somebody else, who must get to the cluster
    chmodSync(dataDir, 0o711);
  });
  afterEach(() => {
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('keeps data over a stop, and lets nobody in without the password', async () => {
    const first = await startEmbeddedPostgres({ dataDir });
    await ask(first.url, 'create table kept as select 7 as n');
    await expect(ask(first.url.replace(/:[^:@]*@/, ':wrong@'), 'select 1')).rejects.toThrow(/password/);
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);
    const second = await startEmbeddedPostgres({ dataDir });
    try {
      expect(await ask(second.url, 'select n from kept')).toBe(7);
      expect(await ask(second.url, 'show synchronous_commit')).toBe('on');
      expect(await ask(second.url, 'show listen_addresses')).toBe('127.0.0.1');
    } finally {
      await second.stop();
    }
  });

  it('ends with a process that is killed', async () => {
    const { child, line } = await startElsewhere(
      `const { startEmbeddedPostgres } = await import(${JSON.stringify(modulePath)});
       const server = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)} });
       console.log(server.pid); setInterval(() => {}, 1000);`,
    );
    const pid = Number(line);
    expect(isAlive(pid)).toBe(true);
    child.kill('SIGKILL');
    expect(await gone(pid)).toBe(true);
  });

  it('ends a server whose guards were killed too, and keeps what was committed', async () => {
    const { child, line } = await startElsewhere(
      `const { startEmbeddedPostgres } = await import(${JSON.stringify(modulePath)});
       const server = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)} });
       console.log(JSON.stringify(server)); setInterval(() => {}, 1000);`,
    );
    const orphan = JSON.parse(line) as { url: string; pid: number };
    await ask(orphan.url, 'create table kept as select 8 as n');
    const guard = findParent(orphan.pid);
    const guards = [...listChildren(guard).filter((pid) => pid !== orphan.pid), guard];
    for (const pid of guards) process.kill(pid, 'SIGKILL');
    child.kill('SIGKILL');
    for (const pid of guards) await gone(pid);
    expect(isAlive(orphan.pid)).toBe(true);
    const said: string[] = [];
    const next = await startEmbeddedPostgres({ dataDir, log: (message) => said.push(message) });
    try {
      expect(isAlive(orphan.pid)).toBe(false);
      expect(said.join()).toContain(`process ${orphan.pid}`);
      expect(await ask(next.url, 'select n from kept')).toBe(8);
    } finally {
      await next.stop();
    }
  });

  it('starts over a pid file that names a process of somebody else', async () => {
    const first = await startEmbeddedPostgres({ dataDir });
    const clusterDir = String(await ask(first.url, 'show data_directory'));
    const pidFile = readFileSync(join(clusterDir, 'postmaster.pid'), 'utf8');
    await first.stop();
    writeFileSync(join(clusterDir, 'postmaster.pid'), pidFile.replace(/^\d+/, String(process.pid)));
    const second = await startEmbeddedPostgres({ dataDir });
    expect(readPostmaster(clusterDir)?.pid).toBe(second.pid);
    await second.stop();
  });

  it('says where to look when the server cannot start', async () => {
    const first = await startEmbeddedPostgres({ dataDir });
    const clusterDir = String(await ask(first.url, 'show data_directory'));
    await first.stop();
    writeFileSync(join(clusterDir, 'postgresql.conf'), 'no such setting');
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(/did not start .*postgres\.log/);
  });

  it('of the test run is there, as a superuser', async () => {
    expect(
      await ask(inject('postgresUrl'), 'select usesuper from pg_user where usename = current_user'),
    ).toBe(true);
  });

  it('of a killed test run leaves no folder', async () => {
    const { child, line } = await startElsewhere(
      `const { startThrowAwayPostgres } = await import(${JSON.stringify(modulePath)});
       const server = await startThrowAwayPostgres();
       console.log(JSON.stringify(server)); setInterval(() => {}, 1000);`,
    );
    const server = JSON.parse(line) as { url: string; pid: number };
    const folder = dirname(String(await ask(server.url, 'show data_directory')));
    expect(existsSync(folder)).toBe(true);
    child.kill('SIGKILL');
    for (let i = 0; i < 500 && existsSync(folder); i++) await sleep(10);
    expect(existsSync(folder)).toBe(false);
  });
});
