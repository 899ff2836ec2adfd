import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const pollMs = 250;

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function readHolder(path) {
  try {
    return Number(readFileSync(path, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

function tryTake(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Runs `work` alone among all commands of this checkout; one that was killed does not block the next. */
export async function withInstallLock(root, InstallError, work) {
  const path = join(root, '.cache/install.lock');
  try {
    mkdirSync(join(root, '.cache'), { recursive: true });
    let hasSaid = false;
    while (!tryTake(path)) {
      const holder = readHolder(path);
      if (holder && !isAlive(holder)) rmSync(path, { force: true });
      else if (!hasSaid && holder) {
        console.log(`Waiting for another command that installs packages here (process ${holder}) ...`);
        hasSaid = true;
      }
      await sleep(pollMs);
    }
  } catch (error) {
    if (!['EACCES', 'EROFS', 'ENOSPC', 'EPERM'].includes(error.code)) throw error;
    throw new InstallError(
      `The packages are not installed and this folder cannot be written (${error.code}): use a checkout of your own with room for 900 MB.`,
    );
  }
  const release = () => rmSync(path, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}
