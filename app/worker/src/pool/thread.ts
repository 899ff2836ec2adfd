import { constants, getPriority, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { forecastPanel, type PanelModel, trainPanelModel } from '@ordernimbus/engine';
import { helpTraining, type TrainingTeam, TrainingTeamError } from '@ordernimbus/engine/boost';
import type { FinalReply, PartitionRequest, PoolReply, PoolRequest, ThreadData } from './messages.ts';
import { packResults } from './pack-results.ts';

/** Entry of one engine thread: a partition in, its packed results out, one at a time. */
const port = parentPort;
if (!port) throw new Error('thread.ts is the entry of a worker thread and cannot be run by itself.');
if ((workerData as ThreadData).inBackground) giveWay();

/** Linux takes the caller for this thread alone; elsewhere it would be the whole process, requests and all. */
function giveWay(): void {
  const { PRIORITY_BELOW_NORMAL } = constants.priority;
  try {
    // a process that was started behind others stays where it is
    if (process.platform === 'linux' && getPriority() < PRIORITY_BELOW_NORMAL) {
      setPriority(PRIORITY_BELOW_NORMAL);
    }
  } catch {
    // where the system forbids it, forecasts are computed all the same
  }
}

/** The last panel model that this thread was given, so that it is not sent again with every partition. */
let kept: { readonly id: number; readonly model: PanelModel } | undefined;

function modelOf({ modelId, model }: PartitionRequest): PanelModel | undefined {
  if (modelId === undefined) return undefined;
  if (model) kept = { id: modelId, model };
  if (kept?.id !== modelId) throw new Error(`This thread was never given panel model ${modelId}.`);
  return kept.model;
}

/** The pool's other threads, reached through the pool. */
const teamOf = (id: number): TrainingTeam => ({
  share: (work) => port.postMessage({ id, work } satisfies PoolReply),
});

type Answer = Omit<Extract<FinalReply, { ok: true }>, 'id' | 'ok' | 'seconds' | 'cpuSeconds'>;

function answer(request: PoolRequest): Answer {
  switch (request.kind) {
    case 'help':
      helpTraining(request.work);
      return {};
    case 'train': {
      const team = request.hasTeam ? teamOf(request.id) : undefined;
      const model = trainPanelModel(request.panel, request.options, team);
      return model ? { model } : {};
    }
    case 'forecast':
      return { packed: packResults(forecastPanel(request.panel, request.options, modelOf(request))) };
  }
}

port.on('message', (request: PoolRequest) => {
  const { id } = request;
  const start = performance.now();
  const used = process.threadCpuUsage();
  const cpuSeconds = (): number => {
    const { user, system } = process.threadCpuUsage(used);
    return (user + system) / 1e6;
  };
  try {
    const found = answer(request);
    const seconds = (performance.now() - start) / 1000;
    const { packed } = found;
    port.postMessage(
      { id, ok: true, seconds, cpuSeconds: cpuSeconds(), ...found } satisfies PoolReply,
      packed ? [packed.numbers.buffer, packed.origins.buffer] : [],
    );
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof TrainingTeamError ? 'thread-crashed' : 'engine';
    port.postMessage({ id, ok: false, cpuSeconds: cpuSeconds(), code, message } satisfies PoolReply);
  }
});
