import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const neededMajor = 24;
const itself = { node: process.execPath, remove: () => {} };

/**
 * The Node that npm is to run under while it installs the project. npm leaves out optional packages whose
 * `engines` the running Node does not meet (the tests' browser, the bundler's binaries), without a word. So an
 * older Node first fetches the pinned one, alone, with the lockfile's integrity; npm's cache keeps it for the
 * installation that follows.
 */
export async function fetchNode(root, runNpm) {
  if (Number.parseInt(process.versions.node, 10) >= neededMajor) return itself;
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const names = Object.keys(manifest.optionalDependencies).filter((name) => name.startsWith('node-'));
  const optionalDependencies = Object.fromEntries(
    names.map((name) => [name, manifest.optionalDependencies[name]]),
  );
  const alone = { name: 'pinned-node', version: '0.0.0', optionalDependencies };
  const folder = join(root, '.cache/pinned-node');
  const remove = () => rmSync(folder, { recursive: true, force: true });
  remove();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify(alone));
  writeFileSync(
    join(folder, 'package-lock.json'),
    JSON.stringify({
      ...alone,
      lockfileVersion: locked.lockfileVersion,
      packages: {
        '': alone,
        ...Object.fromEntries(
          names.map((name) => [`node_modules/${name}`, locked.packages[`node_modules/${name}`]]),
        ),
      },
    }),
  );
  await runNpm(folder, process.execPath);
  const node = join(folder, 'node_modules/.bin/node');
  // a machine for which no Node is packed goes on with its own; the command that follows says what to install
  return spawnSync(node, ['--version']).status === 0 ? { node, remove } : { ...itself, remove };
}
