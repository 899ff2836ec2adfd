import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The process that uses a data folder. */
export interface RunningInstance {
  readonly pid: number;
  /** When the process began, in the system's own terms: process ids are reused, also after a restart of the machine. */
  readonly began: string;
  /** Undefined while it starts. */
  readonly url?: string;
}

/** Something that a second process with the same id does not share; empty where the system does not tell. */
function processStart(pid: number): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop()?.split(' ') ?? [];
    return `${boot}/${fields[19] ?? ''}`;
  } catch {
    return '';
  }
}

function isAlive({ pid, began }: RunningInstance): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return processStart(pid) === began;
}

function read(path: string): RunningInstance | undefined {
  try {
    const found = JSON.parse(readFileSync(path, 'utf8')) as RunningInstance;
    return Number.isInteger(found.pid) ? found : undefined;
  } catch {
    return undefined;
  }
}

export interface Claim {
  /** Tells others where we are to be found. */
  publish(url: string): void;
  release(): void;
}

/**
 * Claims the data folder for this process (`run.json`), or answers who has it. What a killed process left
 * is taken over.
 */
export function claimDataFolder(dataDir: string): Claim | RunningInstance {
  const path = join(dataDir, 'run.json');
  const self: RunningInstance = { pid: process.pid, began: processStart(process.pid) };
  // written aside and put in place in one step, so that nobody reads half a file
  const aside = `${path}.${process.pid}`;
  const writeAside = (instance: RunningInstance): void =>
    writeFileSync(aside, `${JSON.stringify(instance)}\n`, { mode: 0o600 });
  writeAside(self);
  try {
    for (;;) {
      try {
        linkSync(aside, path);
        break;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        const holder = read(path);
        if (holder && isAlive(holder)) return holder;
        rmSync(path, { force: true });
      }
    }
  } finally {
    rmSync(aside, { force: true });
  }
  return {
    publish(url) {
      writeAside({ ...self, url });
      renameSync(aside, path);
    },
    release() {
      if (read(path)?.pid === process.pid) rmSync(path, { force: true });
    },
  };
}

/** Who uses the data folder now, if that process still runs. */
export function findRunningInstance(dataDir: string): RunningInstance | undefined {
  const found = read(join(dataDir, 'run.json'));
  return found && isAlive(found) ? found : undefined;
}
