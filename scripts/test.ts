import { environment } from './config.ts';
import { addCounts, type Counts } from './test-run/counts.ts';
import { endPrograms } from './test-run/run-program.ts';
import { steps } from './test-run/steps.ts';

function stop(signal: NodeJS.Signals): void {
  endPrograms(signal);
  process.exit(130);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(signal));
if (environment.parentPid !== undefined) {
  setInterval(() => process.ppid !== environment.parentPid && stop('SIGTERM'), 300).unref();
}

let total: Counts = { passed: 0, failed: 0 };
const began = performance.now();
const failed: string[] = [];
for (const step of steps) {
  const stepBegan = performance.now();
  const counts = await step.run();
  total = addCounts(total, counts);
  if (counts.failed > 0) failed.push(step.name);
  const seconds = ((performance.now() - stepBegan) / 1000).toFixed(1);
  console.log(
    `${counts.failed ? 'FAILED' : 'ok'}  ${step.name}: ${counts.passed} passed, ${counts.failed} failed, ${seconds} s`,
  );
}
console.log(`\n${((performance.now() - began) / 1000).toFixed(0)} s in all`);
if (failed.length > 0) console.log(`failed: ${failed.join('; ')}`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
