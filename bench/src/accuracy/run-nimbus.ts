import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const binary = fileURLToPath(new URL('../../../app/cli/bin/nimbus.js', import.meta.url));

/** What the bench reads of the command's summary. */
export interface NimbusSummary {
  readonly version: string;
  readonly series: number;
  readonly failed: number;
  readonly standIns: number;
  readonly cpuSeconds: number;
  /** Of these, the engine's in its threads: no start, no reading, no writing. */
  readonly engineCpuSeconds: number;
  readonly seconds: number;
  readonly peakMemoryMiB: number;
  readonly byModel: Readonly<Record<string, number>>;
}

/** Runs the real command line in a process of its own, as a user would. */
export async function runNimbus(args: readonly string[], summaryFile: string): Promise<NimbusSummary> {
  await promisify(execFile)(process.execPath, [binary, ...args, '--summary', summaryFile], {
    maxBuffer: 1 << 26,
  });
  return JSON.parse(await readFile(summaryFile, 'utf8')) as NimbusSummary;
}
