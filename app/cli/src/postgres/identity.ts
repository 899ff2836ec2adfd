import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Whom the server runs as; undefined means: as ourselves. PostgreSQL refuses to run as root. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/** All that a child of ours gets: nothing from the caller's environment can change how the server behaves. */
export const bareEnvironment = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

const conventionalNobody: Identity = { uid: 65534, gid: 65534 };

function findNobody(): Identity {
  let passwd = '';
  try {
    passwd = readFileSync('/etc/passwd', 'utf8');
  } catch {
    return conventionalNobody;
  }
  const fields = /^nobody:.*$/m.exec(passwd)?.[0].split(':');
  const uid = Number(fields?.[2]);
  const gid = Number(fields?.[3]);
  // macOS writes -2; the kernel wants it unsigned
  return Number.isInteger(uid) && Number.isInteger(gid)
    ? { uid: uid >>> 0, gid: gid >>> 0 }
    : conventionalNobody;
}

/**
 * Root lends the server to whoever owns the cluster already (a folder first used by an ordinary user stays
 * that user's), else to `nobody`.
 */
export function chooseIdentity(clusterDir: string): Identity | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = statSync(clusterDir, { throwIfNoEntry: false });
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : findNobody();
}

/** Whether `identity` may enter `folder`, asked of the kernel: ancestors, ACLs and mounts all count. */
export function canEnter(folder: string, identity: Identity): boolean {
  return spawnSync('test', ['-x', folder], { ...identity, env: bareEnvironment, cwd: '/' }).status === 0;
}

/** Whether the program can be run by `identity` with the libraries it needs. */
export function canRun(program: string, identity: Identity | undefined): boolean {
  const cwd = identity ? '/' : dirname(program);
  return spawnSync(program, ['--version'], { ...identity, env: bareEnvironment, cwd }).status === 0;
}
