import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const frontendDir = join(import.meta.dirname, '../../../frontend');
const root = join(frontendDir, '../..');

/** The built application: index.html and its assets. */
export const frontendDist = join(frontendDir, 'dist');

/** What the build reads; tests and earlier builds are not among it. */
const sources = [
  'package-lock.json',
  'tsconfig.base.json',
  'packages/contracts/src',
  'app/frontend/src',
  'app/frontend/public',
  'app/frontend/index.html',
  'app/frontend/package.json',
  'app/frontend/vite.config.ts',
];

function* listFiles(path: string): Generator<string> {
  if (!existsSync(path)) return;
  let entries: import('node:fs').Dirent[];
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch {
    yield path;
    return;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) yield* listFiles(child);
    else yield child;
  }
}

function hashSources(): string {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of listFiles(join(root, source))) {
      hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex');
}

const stampPath = join(frontendDist, '.sources');

function isCurrent(hash: string): boolean {
  return existsSync(join(frontendDist, 'index.html')) && readStamp() === hash;
}

function readStamp(): string | undefined {
  try {
    return readFileSync(stampPath, 'utf8');
  } catch {
    return undefined;
  }
}

export class FrontendBuildError extends Error {
  override readonly name = 'FrontendBuildError';
}

function runVite(): Promise<void> {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
      cwd: frontendDir,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    }
    child.once('error', reject);
    child.once('close', (status) => {
      if (status === 0) resolve();
      else reject(new FrontendBuildError(`The web application could not be built:\n${said.trim()}`));
    });
  });
}

/** Builds the web application, unless the last build came from these very sources. Answers whether it built. */
export async function buildFrontend(): Promise<boolean> {
  const hash = hashSources();
  if (isCurrent(hash)) return false;
  await runVite();
  writeFileSync(stampPath, hash);
  return true;
}
