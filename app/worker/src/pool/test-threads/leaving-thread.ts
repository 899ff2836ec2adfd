import { parentPort } from 'node:worker_threads';
import type { PoolRequest } from '../messages.ts';

/** A thread for tests that does its work, but exits when it is to help. */
parentPort?.on('message', ({ kind }: PoolRequest) => {
  if (kind === 'help') process.exit(3);
});
await import('../thread.ts');
