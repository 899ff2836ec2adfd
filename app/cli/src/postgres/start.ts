import { chownSync, closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findBinaries } from './binaries.ts';
import { chooseClusterPlace, clusterExists, createCluster, readPassword, sharedStateDir } from './cluster.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { findFreePort } from './free-port.ts';
import { type GuardedServer, spawnGuarded } from './guard.ts';
import { chooseIdentity } from './identity.ts';
import { endLeftover, readPostmaster, stopPostmaster } from './postmaster.ts';
import { serverArguments } from './settings.ts';

export interface EmbeddedPostgres {
  /** Connection URL of the superuser. */
  readonly url: string;
  readonly port: number;
  /** Process id of the server. */
  readonly pid: number;
  /** Settles when the server has ended, whoever ended it. */
  readonly ended: Promise<unknown>;
  /** Ends the server and waits for it. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Folder of this installation; exists. The caller sees to it that no other run of ours uses it. */
  readonly dataDir: string;
  readonly log?: (message: string) => void;
}

const logLimitBytes = 10_000_000;
const startPatienceMs = 60_000;

function openLog(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return openSync(path, size > logLimitBytes ? 'w' : 'a', 0o600);
}

/** What the server said since `from` when it did not start, without the prefix of its lines. */
function lastComplaint(logPath: string, from: number): string {
  const said = readFileSync(logPath).subarray(from).toString('utf8').trim().split('\n');
  const fatal = said.filter((line) => /FATAL|PANIC|could not/.test(line)).pop() ?? said.pop() ?? '';
  return fatal.replace(/^.*?\b(FATAL|PANIC|LOG|HINT):\s+/, '');
}

async function waitUntilReady(clusterDir: string, server: GuardedServer): Promise<number | undefined> {
  let hasEnded = false;
  const noteEnd = (): void => {
    hasEnded = true;
  };
  server.ended.then(noteEnd, noteEnd);
  for (const end = Date.now() + startPatienceMs; Date.now() < end; await sleep(5)) {
    if (hasEnded) return undefined;
    const postmaster = readPostmaster(clusterDir);
    if (postmaster?.status === 'ready') return postmaster.pid;
  }
  return undefined;
}

async function endServer(pid: number, server: GuardedServer): Promise<void> {
  // the guard sends the first signal itself when its pipe ends
  server.process.stdin?.end();
  await stopPostmaster(pid);
  await server.ended;
}

async function start(
  dataDir: string,
  isThrowAway: boolean,
  log: (message: string) => void,
): Promise<EmbeddedPostgres> {
  const place = chooseClusterPlace(dataDir);
  const binaries = findBinaries(place.identity, join(sharedStateDir, 'runtime'));
  if (clusterExists(place.clusterDir)) {
    const ended = await endLeftover(place.clusterDir);
    if (ended) log(`ended the database server of an earlier run that was killed (process ${ended})`);
  } else {
    log(`creating the database in ${place.clusterDir}`);
    createCluster(binaries, dataDir, place, isThrowAway);
  }
  const password = readPassword(dataDir);
  const logPath = join(dataDir, 'postgres.log');
  const logStart = statSync(logPath, { throwIfNoEntry: false })?.size ?? 0;

  // the free port may be taken before the server has it
  for (let attempt = 1; ; attempt++) {
    const port = await findFreePort();
    const logFd = openLog(logPath);
    const server = spawnGuarded({
      program: binaries.postgres,
      args: serverArguments(place.clusterDir, port, isThrowAway),
      cwd: place.clusterDir,
      identity: place.identity,
      logFd,
      removeAfter: isThrowAway ? dataDir : undefined,
    });
    closeSync(logFd);
    const pid = await waitUntilReady(place.clusterDir, server);
    if (pid !== undefined) {
      return {
        url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
        port,
        pid,
        ended: server.ended,
        stop: () => endServer(pid, server),
      };
    }
    server.process.stdin?.end();
    const complaint = lastComplaint(logPath, logStart);
    if (attempt < 3 && /address already in use/i.test(readFileSync(logPath, 'utf8').slice(logStart)))
      continue;
    throw new EmbeddedPostgresError(
      `The database did not start (${complaint}): ${logPath} has the details; make room or set ORDERNIMBUS_DATA to another folder.`,
    );
  }
}

/** Starts the PostgreSQL that comes with the installation, on a cluster in the data folder. */
export function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  return start(options.dataDir, false, options.log ?? (() => {}));
}

/** Starts a server for a test run in a new temporary folder; both are gone when it stops or we are killed. */
export async function startThrowAwayPostgres(): Promise<EmbeddedPostgres> {
  const dataDir = mkdtempSync(join(tmpdir(), 'ordernimbus-test-'));
  // the guard removes the folder as whoever the server runs as
  const identity = chooseIdentity(dataDir);
  if (identity) chownSync(dataDir, identity.uid, identity.gid);
  const server = await start(dataDir, true, () => {});
  return {
    ...server,
    stop: async () => {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
