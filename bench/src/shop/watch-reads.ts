import { setTimeout as sleep } from 'node:timers/promises';

const pauseMs = 50;

/** Milliseconds that reads of a path took, ascending. */
export type Reads = ReadonlyMap<string, readonly number[]>;

/** Reads the paths in turn, one at a time with a short pause, while `work` goes on. */
export async function readWhile(
  work: Promise<unknown>,
  paths: readonly string[],
  read: (path: string) => Promise<unknown>,
): Promise<Reads> {
  const taken = new Map<string, number[]>(paths.map((path) => [path, []]));
  let isOver = false;
  const ended = work.finally(() => {
    isOver = true;
  });
  // met by the caller where it waits for the work
  ended.catch(() => undefined);
  while (!isOver) {
    for (const path of paths) {
      const began = performance.now();
      await read(path);
      taken.get(path)?.push(performance.now() - began);
      await sleep(pauseMs);
    }
  }
  await ended;
  for (const times of taken.values()) times.sort((a, b) => a - b);
  return taken;
}

/** @param sorted ascending, at least one */
export const quantileOf = (sorted: readonly number[], p: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? Number.NaN;
