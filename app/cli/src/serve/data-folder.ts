import { chmodSync, mkdirSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ServeError } from './errors.ts';

const neededMegabytes = 300;
const wayOn = 'name another with ORDERNIMBUS_DATA=<folder>';

function freeMegabytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return (bavail * bsize) / 1e6;
}

/** Makes the data folder and proves that we may write there and that there is room. */
export function prepareDataFolder(
  dataDir: string,
  measureFree: (folder: string) => number = freeMegabytes,
): void {
  const probe = join(dataDir, `.write-test-${process.pid}`);
  try {
    const isNew = !statSync(dataDir, { throwIfNoEntry: false });
    mkdirSync(dataDir, { recursive: true });
    // others have no business here, but the user that root runs the database as must pass through
    if (isNew) chmodSync(dataDir, process.getuid?.() === 0 ? 0o711 : 0o700);
    for (const part of ['objects', 'logs']) {
      mkdirSync(join(dataDir, part), { recursive: true });
      chmodSync(join(dataDir, part), 0o700);
    }
    writeFileSync(probe, 'x');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      throw new ServeError(`The disk of the data folder ${dataDir} is full: make room, or ${wayOn}.`);
    }
    throw new ServeError(
      `The data folder ${dataDir} cannot be written (${code}): change its rights, or ${wayOn}.`,
    );
  } finally {
    try {
      rmSync(probe, { force: true });
    } catch {
      // it was not written
    }
  }
  const free = Math.floor(measureFree(dataDir));
  if (free < neededMegabytes) {
    throw new ServeError(
      `The disk of the data folder ${dataDir} is nearly full (${free} MB free, ${neededMegabytes} MB needed): make room, or ${wayOn}.`,
    );
  }
}
