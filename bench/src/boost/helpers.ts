import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { TrainingTeam } from '@ordernimbus/engine/boost';

/** Starts threads that help with a training; they are up when this returns, as the ones of a running pool are. */
export async function startTeam(helpers: number): Promise<TrainingTeam & { stop(): Promise<void> }> {
  const entry = new URL('./helper-thread.ts', import.meta.url);
  const threads = Array.from({ length: helpers }, () => new Worker(entry));
  await Promise.all(threads.map((thread) => once(thread, 'message')));
  return {
    share(work) {
      for (const thread of threads) thread.postMessage(work);
    },
    async stop() {
      await Promise.all(threads.map((thread) => thread.terminate()));
    },
  };
}
