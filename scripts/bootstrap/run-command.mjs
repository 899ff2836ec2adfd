import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findNode } from './find-node.mjs';
import { InstallError, install } from './install.mjs';
import { watchParent } from './watch-parent.mjs';

// Node 20.0 to 20.10 have no import.meta.dirname
const root = fileURLToPath(new URL('../..', import.meta.url));

/** What each command runs, under the pinned Node. */
const programs = {
  start: ['app/cli/bin/nimbus.js', 'serve'],
  test: ['scripts/test.ts'],
  bench: ['bench/src/main.ts'],
  build: ['scripts/build.ts'],
  screenshots: ['app/frontend/test/screenshots.ts'],
};

/** Runs the program and ends with it: its exit status is ours, our signals are its signals. */
function handOver(node, program, args) {
  const child = spawn(node, [...program.map((part, i) => (i === 0 ? join(root, part) : part)), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter),
      // the program ends when we are gone, even when nothing could tell it
      ORDERNIMBUS_PARENT_PID: String(process.pid),
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  const unwatch = watchParent(() => child.kill('SIGTERM'));
  return new Promise((resolve) => {
    child.once('error', (error) => {
      unwatch();
      console.error(
        `${node} could not be run (${error.message}): remove node_modules and run the command again.`,
      );
      resolve(1);
    });
    child.once('exit', (status, signal) => {
      unwatch();
      resolve(signal ? 128 + ({ SIGINT: 2, SIGTERM: 15, SIGHUP: 1, SIGKILL: 9 }[signal] ?? 0) : status);
    });
  });
}

export async function runCommand(name, args) {
  const program = programs[name];
  if (!program) {
    console.error(`There is no command "${name ?? ''}": use one of ${Object.keys(programs).join(', ')}.`);
    return 2;
  }
  try {
    await install(root);
  } catch (error) {
    if (!(error instanceof InstallError)) throw error;
    console.error(error.message);
    return 1;
  }
  const node = findNode(root);
  if (!node) {
    console.error(
      `No Node 24 comes with the packages for this machine (${process.platform}-${process.arch}), and this is Node ${process.versions.node}: install Node 24 from https://nodejs.org and run the command again.`,
    );
    return 1;
  }
  return handOver(node, program, args);
}
