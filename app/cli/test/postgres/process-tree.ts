import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

interface Parentage {
  readonly pid: number;
  readonly parent: number;
}

/** Every process and its parent: from /proc where there is one (small images have no ps), else from ps. */
function listParentage(): Parentage[] {
  if (!existsSync('/proc/self/stat')) {
    return execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number))
      .map(([pid = 0, parent = 0]) => ({ pid, parent }));
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        // the name in parentheses may hold anything; the fields after it do not
        const fields = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').pop()?.split(' ') ?? [];
        return [{ pid: Number(name), parent: Number(fields[1]) }];
      } catch {
        return [];
      }
    });
}

export function findParent(pid: number): number {
  return listParentage().find((entry) => entry.pid === pid)?.parent ?? 0;
}

export function listChildren(pid: number): number[] {
  return listParentage()
    .filter((entry) => entry.parent === pid)
    .map((entry) => entry.pid);
}
