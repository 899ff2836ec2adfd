import { parentPort } from 'node:worker_threads';
import { forecastPanel, type PanelModel, trainPanelModel } from '@ordernimbus/engine';
import type { PartitionRequest, PoolReply, PoolRequest } from './messages.ts';
import { packResults } from './pack-results.ts';

/** Entry of one engine thread: a partition in, its packed results out, one at a time. */
const port = parentPort;
if (!port) throw new Error('thread.ts is the entry of a worker thread and cannot be run by itself.');

/** The last panel model that this thread was given, so that it is not sent again with every partition. */
let kept: { readonly id: number; readonly model: PanelModel } | undefined;

function modelOf({ modelId, model }: PartitionRequest): PanelModel | undefined {
  if (modelId === undefined) return undefined;
  if (model) kept = { id: modelId, model };
  if (kept?.id !== modelId) throw new Error(`This thread was never given panel model ${modelId}.`);
  return kept.model;
}

port.on('message', (request: PoolRequest) => {
  const { id, panel, options } = request;
  const start = performance.now();
  const seconds = (): number => (performance.now() - start) / 1000;
  try {
    if (request.kind === 'train') {
      const model = trainPanelModel(panel, options);
      const reply: PoolReply = { id, ok: true, seconds: seconds(), ...(model ? { model } : {}) };
      port.postMessage(reply);
      return;
    }
    const packed = packResults(forecastPanel(panel, options, modelOf(request)));
    const reply: PoolReply = { id, ok: true, packed, seconds: seconds() };
    port.postMessage(reply, [packed.numbers.buffer, packed.origins.buffer]);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const reply: PoolReply = { id, ok: false, message };
    port.postMessage(reply);
  }
});
