import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const nimbus = join(import.meta.dirname, '../../bin/nimbus.js');

export interface Run {
  readonly child: ChildProcess;
  readonly said: () => string;
  /** Exit status, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

function follow(child: ChildProcess): Run {
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  const ended = new Promise<number | string>((resolve) =>
    child.once('close', (status, signal) => resolve(status ?? signal ?? 'unknown')),
  );
  return { child, said: () => said, ended };
}

/** Runs the real command in a process of its own, as a person's terminal would. */
export function runServe(
  dataDir: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Run {
  return runNimbus(dataDir, ['serve', '--no-sample', '--no-web', ...args], env);
}

export function runNimbus(dataDir: string, args: readonly string[], env: Record<string, string> = {}): Run {
  const command = [nimbus, ...args];
  const { DATABASE_URL: _, PORT: __, ORDERNIMBUS_PARENT_PID: ___, ...inherited } = process.env;
  return follow(
    spawn(process.execPath, command, {
      env: { ...inherited, ORDERNIMBUS_DATA: dataDir, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
}

/** The same, below a process that stands for npm. */
export function runServeBelow(dataDir: string, args: readonly string[]): Run {
  const code = `
    const { spawn } = await import('node:child_process');
    const child = spawn(process.execPath, ${JSON.stringify([nimbus, 'serve', '--no-sample', '--no-web', ...args])}, {
      env: { ...process.env, ORDERNIMBUS_DATA: ${JSON.stringify(dataDir)}, ORDERNIMBUS_PARENT_PID: String(process.pid) },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    setInterval(() => {}, 1000);`;
  return follow(
    spawn(process.execPath, ['-e', code, '--input-type=module'], { stdio: ['ignore', 'pipe', 'pipe'] }),
  );
}

/** Waits until the run says something, and fails with all it said when it ends before. */
export async function hears(run: Run, pattern: RegExp, patienceMs = 100_000): Promise<RegExpExecArray> {
  let hasEnded = false;
  void run.ended.then(() => {
    hasEnded = true;
  });
  for (const end = Date.now() + patienceMs; Date.now() < end; ) {
    const match = pattern.exec(run.said());
    if (match) return match;
    if (hasEnded) break;
    await sleep(20);
  }
  throw new Error(`it never said ${pattern}, but:\n${run.said()}`);
}

/** Process id of the database server of a data folder. */
export function readServerPid(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
}
