import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** What a figure was measured on, in one sentence without its full stop. */
export function machineText(): string {
  const processor = cpus()[0]?.model.trim() ?? 'unknown processor';
  return (
    `${processor}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, ` +
    `load average ${(loadavg()[0] ?? 0).toFixed(1)}`
  );
}
