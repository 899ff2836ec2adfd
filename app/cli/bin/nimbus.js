#!/usr/bin/env node
// Plain JavaScript: a machine's older Node cannot load TypeScript, so it hands over to the Node pinned by the project.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const needed = 24;

if (Number.parseInt(process.versions.node, 10) >= needed) {
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
