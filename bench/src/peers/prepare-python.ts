import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cache } from '../accuracy/bench-one-set.ts';
import { UsageError } from '../command-line/choose-sets.ts';
import { reasonOf } from '../command-line/reason-of.ts';

const run = promisify(execFile);
const requirements = fileURLToPath(new URL('../../peers/requirements.txt', import.meta.url));

/**
 * The Python that runs the peers: a virtual environment in the cache with the pinned packages, made when it is not
 * there or when `bench/peers/requirements.txt` changed. `BENCH_PYTHON` names the Python to make it from.
 * @returns the path of its interpreter
 */
export async function preparePython(): Promise<string> {
  const folder = join(cache, 'python');
  const interpreter = join(folder, 'bin', 'python');
  const stamp = join(folder, 'requirements.sha256');
  const digest = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex');
  if ((await readFile(stamp, 'utf8').catch(() => '')) === digest) return interpreter;
  const base = process.env.BENCH_PYTHON ?? 'python3';
  process.stderr.write(
    `Installing the peers (bench/peers/requirements.txt) with ${base}: about a minute ...\n`,
  );
  try {
    await rm(folder, { recursive: true, force: true });
    await run(base, ['-m', 'venv', folder]);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
    await run(interpreter, pip, { maxBuffer: 1 << 26 });
  } catch (error) {
    throw new UsageError(
      `The peers could not be installed: ${reasonOf(error)} They need Python 3.11 or newer with venv and a package index; BENCH_PYTHON names another Python than python3.`,
    );
  }
  await writeFile(stamp, digest);
  return interpreter;
}
