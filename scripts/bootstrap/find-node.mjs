import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const neededMajor = 24;

/** The pinned Node where it runs on this machine, else our own when it is new enough, else undefined. */
export function findNode(root) {
  const pinned = join(root, 'node_modules/.bin/node');
  const answer = spawnSync(pinned, ['--version'], { encoding: 'utf8' });
  if (answer.status === 0) return pinned;
  return Number.parseInt(process.versions.node, 10) >= neededMajor ? process.execPath : undefined;
}
