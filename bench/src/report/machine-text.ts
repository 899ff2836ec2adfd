import { loadavg } from 'node:os';
import { thisMachine } from './this-machine.ts';

/** What a figure was measured on and how busy it was, in one sentence without its full stop. */
export function machineText(): string {
  return `${thisMachine()}, Node ${process.versions.node}, load average ${(loadavg()[0] ?? 0).toFixed(1)}`;
}
