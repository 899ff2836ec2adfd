import { monitorEventLoopDelay } from 'node:perf_hooks';

const resolutionMs = 5;

/** Watches how long the event loop is kept from other work. @returns what ends it and tells the longest time, in ms */
export function watchEventLoop(): { stop(): number } {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  return {
    stop() {
      delay.disable();
      return Math.max(0, delay.max / 1e6 - resolutionMs);
    },
  };
}
