import { parentPort } from 'node:worker_threads';
import { forecastPanel } from '@ordernimbus/engine';
import type { PartitionReply, PartitionRequest } from './messages.ts';
import { packResults } from './pack-results.ts';

/** Entry of one engine thread: a partition in, its packed results out, one at a time. */
const port = parentPort;
if (!port) throw new Error('thread.ts is the entry of a worker thread and cannot be run by itself.');

port.on('message', ({ id, panel, options }: PartitionRequest) => {
  const start = performance.now();
  try {
    const packed = packResults(forecastPanel(panel, options));
    const reply: PartitionReply = { id, ok: true, packed, seconds: (performance.now() - start) / 1000 };
    port.postMessage(reply, [packed.numbers.buffer, packed.origins.buffer]);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const reply: PartitionReply = { id, ok: false, message };
    port.postMessage(reply);
  }
});
