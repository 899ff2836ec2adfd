import { parentPort } from 'node:worker_threads';
import type { TrainingWork } from '../../src/boost/work-sharing.ts';
import { helpTraining } from '../../src/boost/work-sharing.ts';

/** A thread for tests: helps with the work it is given, then says so. */
parentPort?.on('message', (work: TrainingWork) => {
  helpTraining(work);
  parentPort?.postMessage('left');
});
parentPort?.postMessage('ready');
