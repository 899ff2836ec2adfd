import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { fetchNode } from './fetch-node.mjs';
import { withInstallLock } from './install-lock.mjs';

/** One sentence for a person, with a way on. */
export class InstallError extends Error {}

const progressMs = 5_000;
const marker = (root) => join(root, 'node_modules/.ordernimbus-install');

function wantedState(root) {
  const hash = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  return `${process.platform}-${process.arch} ${hash}\n`;
}

/** Whether npm's own record of what it installed agrees: somebody may have run `npm ci` by hand. */
function npmInstalledAll(root) {
  const installed = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installed) || !existsSync(join(root, 'node_modules/.bin/node'))) return false;
  const have = JSON.parse(readFileSync(installed, 'utf8')).packages;
  const want = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const ours = Object.entries(want).filter(([key]) => !key.includes('node_modules/'));
  const named = new Set(ours.flatMap(([, entry]) => Object.keys(entry.optionalDependencies ?? {})));
  // npm of an older Node leaves out what asks for a newer one, such as the browser of the tests
  const mayBeMissing = (key, { optional, os }) =>
    optional && !(named.has(key.replace('node_modules/', '')) && os === undefined);
  return Object.entries(want).every(
    ([key, entry]) =>
      !key.includes('node_modules/') || mayBeMissing(key, entry) || have[key]?.version === entry.version,
  );
}

function isInstalled(root) {
  const state = wantedState(root);
  if (existsSync(marker(root)) && readFileSync(marker(root), 'utf8') === state) return true;
  if (!npmInstalledAll(root)) return false;
  try {
    writeFileSync(marker(root), state);
  } catch {
    // a checkout that we may only read: it is looked through again next time
  }
  return true;
}

/** npm as it runs us, else the one on PATH. Other package managers do not read this lockfile. */
function npmCommand(node) {
  const running = process.env.npm_execpath;
  return running && /^npm(-cli)?\.c?js$/.test(basename(running)) ? [node, running] : ['npm'];
}

function runNpm(root, node) {
  const [program, ...before] = npmCommand(node);
  const args = ['ci', '--ignore-scripts', '--include=dev', '--include=optional'];
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--progress=false'];
  return new Promise((resolve) => {
    const child = spawn(program, [...before, ...args, ...quiet], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PATH: [dirname(node), process.env.PATH].join(delimiter) },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        said = (said + text).slice(-4000);
      });
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.once(signal, () => {
        child.kill(signal);
        process.exit(130);
      });
    }
    child.once('error', (error) => resolve({ status: -1, said: error.message }));
    child.once('close', (status) => resolve({ status, said }));
  });
}

function explain({ status, said }) {
  if (status === -1) {
    return `npm could not be run (${said}): install Node with npm from https://nodejs.org and run the command again.`;
  }
  const reason = said.match(/npm error (?:code )?(E[A-Z]+|ENOSPC)/)?.[1] ?? `exit status ${status}`;
  const wayOn =
    {
      ENOTFOUND:
        'the package registry cannot be reached; check the network or the proxy (npm config get registry)',
      EAI: 'the package registry cannot be reached; check the network or the proxy (npm config get registry)',
      ECONNREFUSED:
        'the package registry cannot be reached; check the network or the proxy (npm config get registry)',
      ETIMEDOUT: 'the package registry does not answer; check the network or the proxy',
      ENOSPC: 'the disk is full; make room (about 900 MB)',
      EACCES: 'this folder cannot be written; use a checkout of your own',
      EROFS: 'this folder cannot be written; use a checkout of your own',
      EUSAGE: 'package-lock.json does not agree with package.json; take both from one commit',
    }[reason] ?? 'its message is above';
  return `${said.trim()}\nThe packages could not be installed (${reason}): ${wayOn}, then run the command again.`;
}

/** Installs exactly what the lockfile says, unless that is there already. Needs no network then. */
export async function install(root) {
  if (isInstalled(root)) return;
  await withInstallLock(root, InstallError, async () => {
    // the one we waited for may have done it
    if (isInstalled(root)) return;
    const began = Date.now();
    const seconds = () => Math.round((Date.now() - began) / 1000);
    console.log('Installing packages (once; half a minute to a few minutes, by the network) ...');
    const timer = setInterval(() => console.log(`  ... ${seconds()} s`), progressMs);
    const runtime = await fetchNode(root, runNpm);
    const result = await runNpm(root, runtime.node);
    clearInterval(timer);
    runtime.remove();
    if (result.status !== 0) throw new InstallError(explain(result));
    writeFileSync(marker(root), wantedState(root));
    console.log(`Installed in ${seconds()} s.`);
  });
}
