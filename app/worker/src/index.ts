export { createWorker, type Worker, type WorkerOptions } from './create-worker.ts';
export { type ClosableJobQueue, createJobQueue, prepareQueue } from './queue.ts';
