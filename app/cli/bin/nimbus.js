#!/usr/bin/env node
// Plain JavaScript: a machine's older Node cannot load TypeScript, so it hands over to the Node pinned by the project.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const needed = 24;

/**
 * Keeps what Node makes of the sources (types taken out, bytecode) in the user's own cache: a command then starts with a
 * third of the CPU. Not in a folder for all users, where another one could leave code to be run. Without a home that can
 * be written to, Node goes on without.
 */
async function keepCompiled() {
  const { enableCompileCache } = await import('node:module');
  const cache = process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache');
  const { directory } = enableCompileCache(path.join(cache, 'ordernimbus', 'compiled'));
  // threads look here
  if (directory) process.env.NODE_COMPILE_CACHE = directory;
}

if (Number.parseInt(process.versions.node, 10) >= needed) {
  await keepCompiled();
  await import('../src/main.ts');
} else {
  const pinned = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url));
  if (existsSync(pinned)) {
    const run = spawnSync(pinned, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
      stdio: 'inherit',
    });
    if (run.error) {
      process.stderr.write(`nimbus: the project's Node could not be started (${run.error.message}).\n`);
      process.exitCode = 2;
    } else if (run.signal) process.kill(process.pid, run.signal);
    else process.exitCode = run.status ?? 1;
  } else {
    process.stderr.write(
      `nimbus: this is Node ${process.versions.node}; Node ${needed} or newer is needed. Run npm install in the project, which brings its own.\n`,
    );
    process.exitCode = 2;
  }
}
