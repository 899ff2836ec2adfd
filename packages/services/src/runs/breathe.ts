import { setImmediate } from 'node:timers/promises';

/** Longest piece of synchronous work between two turns of the event loop, in milliseconds. */
const longestMs = 12;

/**
 * Lets requests of the same process be served between two items of a long loop: `await breathe()` returns at once until
 * the loop has worked for a while, then after a turn of the event loop.
 */
export function createBreather(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < longestMs) return undefined;
    return setImmediate().then(() => {
      since = performance.now();
    });
  };
}
