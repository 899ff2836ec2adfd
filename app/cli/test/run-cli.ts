import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, vi } from 'vitest';

// A test may start the command a dozen times, and another suite may share the machine.
vi.setConfig({ testTimeout: 120_000 });

export const binary = fileURLToPath(new URL('../bin/nimbus.js', import.meta.url));

export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the binary as a user would, in a process of its own. */
export function runCli(...args: string[]): Promise<CliResult> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [binary, ...args],
      { maxBuffer: 1 << 26 },
      (error, stdout, stderr) => {
        resolve({ code: error ? (child.exitCode ?? -1) : 0, stdout, stderr });
      },
    );
  });
}

export const excerpt = fileURLToPath(new URL('./data/uci-weekly-excerpt.csv', import.meta.url));

/** A folder of the test file, gone after it. */
export async function createTestFolder(): Promise<{
  path(name: string): string;
  write(name: string, content: string | Uint8Array): Promise<string>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'nimbus-test-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const path = (name: string): string => join(folder, name);
  return {
    path,
    async write(name, content) {
      await writeFile(path(name), content);
      return path(name);
    },
  };
}

/** Cells of a CSV without quotes. */
export const rowsOf = (csv: string): string[][] =>
  csv
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));

const day = (t: number): string => new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10);

/** Daily rows "item,location,date,quantity" with a weekly pattern. */
export function dailyRows(
  item: string,
  location: string,
  days: number,
  quantity?: (t: number) => number | string,
): string[] {
  return Array.from({ length: days }, (_, t) => {
    const value = quantity ? quantity(t) : 10 + 2 * (t % 7) + ((t * 7919) % 5);
    return `${item},${location},${day(t)},${value}`;
  });
}

export const dayOf = day;
