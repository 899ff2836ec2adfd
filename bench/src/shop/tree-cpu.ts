import { readdirSync, readFileSync } from 'node:fs';

interface ProcessCost {
  readonly parent: number;
  /** its own and that of children that have ended, in clock ticks */
  readonly ticks: number;
}

const TICKS_PER_SECOND = 100;

/**
 * Processor seconds of a process and of all below it, ended ones included, from Linux's /proc. The database server of
 * `nimbus serve` and its backends are below it.
 */
export function treeCpuSeconds(root: number): number {
  const costs = new Map<number, ProcessCost>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      costs.set(Number(name), parseStat(readFileSync(`/proc/${name}/stat`, 'utf8')));
    } catch {
      // ended meanwhile: its parent counts it
    }
  }
  const isBelow = (id: number): boolean => {
    for (let at: number | undefined = id; at !== undefined && at > 0; at = costs.get(at)?.parent) {
      if (at === root) return true;
    }
    return false;
  };
  let ticks = 0;
  for (const [id, cost] of costs) if (isBelow(id)) ticks += cost.ticks;
  return ticks / TICKS_PER_SECOND;
}

/** A line of /proc/PID/stat: the name, in brackets, may hold anything. */
export function parseStat(line: string): ProcessCost {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const at = (number: number): number => Number(fields[number - 3]);
  return { parent: at(4), ticks: at(14) + at(15) + at(16) + at(17) };
}

/** Largest resident memory of one process so far, MiB. */
export function peakMiB(id: number): number {
  const kib = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1];
  return Number(kib) / 1024;
}
