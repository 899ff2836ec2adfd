import { parentPort } from 'node:worker_threads';
import { helpTraining, type TrainingWork } from '@ordernimbus/engine/boost';

/** A thread that helps with the work it is given. */
parentPort?.on('message', (work: TrainingWork) => helpTraining(work));
parentPort?.postMessage('ready');
