import { availableParallelism, cpus, totalmem } from 'node:os';

/** "2 cores, AMD EPYC, 24 GiB" */
export function thisMachine(): string {
  const processor = cpus()[0]?.model.trim() ?? 'unknown processor';
  return `${availableParallelism()} cores, ${processor}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
}
