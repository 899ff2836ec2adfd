import { spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgresError } from './errors.ts';

/** What a running server writes about itself into its cluster. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly status: string;
}

const pidFile = (clusterDir: string): string => join(clusterDir, 'postmaster.pid');

export function readPostmaster(clusterDir: string): Postmaster | undefined {
  let lines: string[];
  try {
    lines = readFileSync(pidFile(clusterDir), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number(lines[3]), status: (lines[7] ?? '').trim() };
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Process ids are reused: a server of this cluster is one whose working folder is the cluster. */
function servesCluster(pid: number, clusterDir: string): boolean {
  if (!isAlive(pid)) return false;
  if (process.platform === 'linux') {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(clusterDir);
    } catch {
      return false;
    }
  }
  const command = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
  return command.includes('postgres') && command.includes(clusterDir);
}

async function endedWithin(pid: number, milliseconds: number): Promise<boolean> {
  for (const end = Date.now() + milliseconds; Date.now() < end; await sleep(10)) {
    if (!isAlive(pid)) return true;
  }
  return !isAlive(pid);
}

/** Ends a server: at once for its clients, orderly for its data; by force only when it does not follow. */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const [signal, patience] of [
    ['SIGINT', 15_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
      throw error;
    }
    if (await endedWithin(pid, patience)) return;
  }
  throw new EmbeddedPostgresError(
    `PostgreSQL (process ${pid}) of an earlier run does not end: end it by hand (kill -9 ${pid}) and start again.`,
  );
}

/**
 * Clears what a killed run left: ends its server, if one still runs on this cluster, and removes a pid file
 * that names a process of somebody else (PostgreSQL would refuse to start over it).
 * Answers the process id of the server that it ended.
 */
export async function endLeftover(clusterDir: string): Promise<number | undefined> {
  const left = readPostmaster(clusterDir);
  if (!left) return undefined;
  if (servesCluster(left.pid, clusterDir)) {
    await stopPostmaster(left.pid);
    return left.pid;
  }
  rmSync(pidFile(clusterDir), { force: true });
  return undefined;
}
