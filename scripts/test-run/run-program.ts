import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { environment } from '../config.ts';

const root = join(import.meta.dirname, '../..');
const running = new Set<ChildProcess>();

/** Ends what runs now, with everything it started. */
export function endPrograms(signal: NodeJS.Signals): void {
  for (const child of running) {
    try {
      // each program leads a process group
      process.kill(-child.pid!, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

export interface ProgramResult {
  readonly status: number;
  readonly said: string;
}

/** Runs a program of the project under our Node. `show` passes on what it says as it comes. */
export function runProgram(args: readonly string[], show: boolean): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: environment.all,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    running.add(child);
    let said = '';
    const take = (stream: NodeJS.ReadableStream | null, out: NodeJS.WriteStream): void => {
      stream?.on('data', (chunk: Buffer) => {
        said += chunk.toString('utf8');
        if (show) out.write(chunk);
      });
    };
    take(child.stdout, process.stdout);
    take(child.stderr, process.stderr);
    child.once('error', reject);
    child.once('close', (status) => {
      running.delete(child);
      resolve({ status: status ?? 1, said });
    });
  });
}
