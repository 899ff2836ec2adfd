import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { PostgresBinaries } from './binaries.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { bareEnvironment, canEnter, chooseIdentity, type Identity } from './identity.ts';

/** Where root keeps what `nobody` must reach. */
export const sharedStateDir = '/var/lib/ordernimbus';

export interface ClusterPlace {
  /** PostgreSQL's own data directory. */
  readonly clusterDir: string;
  readonly identity: Identity | undefined;
}

/** Opens a closed data folder for passing through; what is private in it is closed by itself. Never root's home. */
function letPass(dataDir: string, identity: Identity): void {
  if (dataDir === homedir() || canEnter(dataDir, identity) || !canEnter(dirname(dataDir), identity)) return;
  chmodSync(dataDir, statSync(dataDir).mode | 0o011);
}

/**
 * The cluster lies in the data folder, unless root runs the server as somebody who cannot get there
 * (`/root` is closed to all others): then under /var/lib, by a name that belongs to this data folder.
 */
export function chooseClusterPlace(dataDir: string): ClusterPlace {
  const inside = join(dataDir, 'postgres');
  const identity = chooseIdentity(inside);
  if (!identity) return { clusterDir: inside, identity };
  letPass(dataDir, identity);
  if (canEnter(dataDir, identity)) return { clusterDir: inside, identity };
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  const outside = join(sharedStateDir, name);
  mkdirSync(outside, { recursive: true, mode: 0o711 });
  const clusterDir = join(outside, 'postgres');
  return { clusterDir, identity: chooseIdentity(clusterDir) };
}

const passwordFile = (dataDir: string): string => join(dataDir, 'postgres-password');

export function readPassword(dataDir: string): string {
  try {
    return readFileSync(passwordFile(dataDir), 'utf8').trim();
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `The database in ${dataDir} is there but its password file is not (postgres-password): put it back, or set ORDERNIMBUS_DATA to a new folder.`,
      { cause },
    );
  }
}

/** A fresh cluster appears under its name in one step, so that a start that is killed here leaves nothing half made. */
export function createCluster(
  binaries: PostgresBinaries,
  dataDir: string,
  place: ClusterPlace,
  isThrowAway: boolean,
): void {
  const partial = `${place.clusterDir}.new`;
  const passwordInput = `${place.clusterDir}.password`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { mode: 0o700 });
  const password = randomBytes(24).toString('base64url');
  writeFileSync(passwordInput, password, { mode: 0o600 });
  try {
    if (place.identity) {
      chownSync(partial, place.identity.uid, place.identity.gid);
      chownSync(passwordInput, place.identity.uid, place.identity.gid);
    }
    const args = [
      `--pgdata=${partial}`,
      '--username=postgres',
      `--pwfile=${passwordInput}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      ...(isThrowAway ? ['--no-sync', '--no-data-checksums', '--set', 'scram_iterations=1'] : []),
    ];
    const made = spawnSync(binaries.initdb, args, {
      ...place.identity,
      cwd: partial,
      env: bareEnvironment,
      encoding: 'utf8',
    });
    if (made.status !== 0) {
      const reason = `${made.stderr ?? ''}${made.error?.message ?? ''}`
        .trim()
        .split('\n')
        .slice(-3)
        .join(' ');
      throw new EmbeddedPostgresError(
        `The database could not be created in ${place.clusterDir} (${reason}): make room there, or set ORDERNIMBUS_DATA to another folder.`,
      );
    }
    writeFileSync(passwordFile(dataDir), `${password}\n`, { mode: 0o600 });
    renameSync(partial, place.clusterDir);
  } finally {
    rmSync(passwordInput, { force: true });
    rmSync(partial, { recursive: true, force: true });
  }
}

export function clusterExists(clusterDir: string): boolean {
  return existsSync(join(clusterDir, 'PG_VERSION'));
}
