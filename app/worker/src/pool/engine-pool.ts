import { Worker } from 'node:worker_threads';
import type { ForecastOptions, Panel, PanelModel, SeriesResult } from '@ordernimbus/engine';
import { endTraining, failTraining, type TrainingWork } from '@ordernimbus/engine/boost';
import { EnginePoolError } from './errors.ts';
import type { FinalReply, PoolReply, PoolRequest, ThreadData } from './messages.ts';
import { unpackResults } from './pack-results.ts';
import { sharePanel } from './panel-slices.ts';

/**
 * Threads that run engine partitions off the event loop.
 *
 * A partition is in one of three places: waiting in `queue`, running on exactly one thread, or settled. A thread
 * runs one partition at a time, so whatever happens to the thread happened to that partition: when it dies, that
 * partition fails with `thread-crashed`, the others never notice, and the next partition finds a new thread
 * (threads are started when there is work, at most `threads` of them). Cancelling a running partition ends its
 * thread, since the engine's loop cannot hear a message; the replacement costs about 50 ms.
 *
 * A training passes its work on while it runs: threads that have nothing else to do at that moment help until the work
 * ends, which is a task of theirs like any other. A helper that is lost fails the training.
 */
export interface EnginePool {
  readonly threads: number;
  /** Partitions waiting or running. */
  readonly pending: number;
  /** Processor time of the engine in all threads so far: their start, and what goes on outside of them, left out. */
  readonly cpuSeconds: number;
  /**
   * Forecasts every series of the part, in its order.
   * @throws EnginePoolError `thread-crashed`, `cancelled`, `queue-full`, `closed` or `engine`
   */
  forecast(
    part: Panel,
    options: ForecastOptions,
    control?: { readonly signal?: AbortSignal; readonly model?: PanelModel | undefined },
  ): Promise<PartitionResult>;
  /**
   * Trains the model of a panel in one thread, with the help of those that are idle; undefined where it would gain
   * nothing. The model is the same to the byte however many help.
   * @throws EnginePoolError as `forecast`; `thread-crashed` also when a helper was lost
   */
  train(
    panel: Panel,
    options: ForecastOptions,
    control?: { readonly signal?: AbortSignal },
  ): Promise<PanelModel | undefined>;
  /** Ends every thread; partitions still waiting or running fail with `closed`. */
  close(): Promise<void>;
}

export interface PartitionResult {
  readonly results: readonly SeriesResult[];
  /** Wall time in the thread. */
  readonly seconds: number;
}

export interface EnginePoolOptions {
  readonly threads: number;
  /** Waiting partitions that are accepted before `queue-full`; 1024 by default. */
  readonly maxQueued?: number;
  /** Memory of one thread's heap in MiB; beyond it the thread dies and the pool stays. */
  readonly threadMemoryMiB?: number;
  /**
   * The threads give way to whatever else the machine does (nice 10): for a process that also answers requests. Where
   * the system has no priorities of threads (other than Linux) it changes nothing.
   */
  readonly inBackground?: boolean;
  /** Another thread entry, for tests of crashes. */
  readonly entry?: URL;
}

type Answer = Extract<FinalReply, { ok: true }>;

interface Task {
  readonly request: PoolRequest;
  /** Panel model of the request; sent along when its thread does not have it. */
  readonly model: PanelModel | undefined;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: EnginePoolError) => void;
  readonly release: () => void;
  /** What a training has passed on to helpers. */
  shared: TrainingWork | undefined;
}

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

interface Seat {
  readonly worker: Worker;
  task: Task | undefined;
  /** Number of the panel model the thread keeps. */
  modelId: number | undefined;
}

/**
 * Room for new objects in a thread. Left alone it grows to 130 MiB that are never given back, whatever is alive in it: two
 * threads over 100,000 series end with 200 MiB less at this size, for no more processor time than two runs differ by.
 */
const youngGenerationMiB = 48;

export function createEnginePool(options: EnginePoolOptions): EnginePool {
  const { threads, maxQueued = 1024, inBackground = false } = options;
  const { entry = new URL('./thread.ts', import.meta.url) } = options;
  if (!Number.isInteger(threads) || threads < 1) {
    throw new RangeError(`threads must be a whole number of at least 1, not ${threads}.`);
  }
  const queue: Task[] = [];
  const seats = new Set<Seat>();
  /** Threads being ended after a cancellation; `close` waits for them too. */
  const ending = new Set<Promise<unknown>>();
  let nextId = 1;
  let closed = false;
  let cpuSeconds = 0;

  const modelNumbers = new WeakMap<PanelModel, number>();
  let nextModel = 1;
  const numberOf = (model: PanelModel): number => {
    let number = modelNumbers.get(model);
    if (number === undefined) {
      number = nextModel++;
      modelNumbers.set(model, number);
    }
    return number;
  };

  const settle = (seat: Seat, finish: (task: Task) => void): void => {
    const task = seat.task;
    seat.task = undefined;
    if (!task) return;
    task.release();
    if (task.shared) endTraining(task.shared);
    finish(task);
  };

  /** Gives a training's work to every thread that has nothing to do. */
  const share = (trainer: Task, work: TrainingWork): void => {
    trainer.shared = work;
    if (closed || queue.length > 0) return;
    const idle = [...seats].filter((seat) => seat.task === undefined);
    while (seats.size < threads) idle.push(startSeat());
    for (const seat of idle) {
      start(seat, {
        request: { kind: 'help', id: nextId++, work },
        model: undefined,
        resolve: () => undefined,
        reject: () => failTraining(work),
        release: () => undefined,
        shared: undefined,
      });
    }
  };

  const end = (seat: Seat): void => {
    const ended = seat.worker.terminate().finally(() => ending.delete(ended));
    ending.add(ended);
  };

  const startSeat = (): Seat => {
    const worker = new Worker(entry, {
      workerData: { inBackground } satisfies ThreadData,
      resourceLimits: {
        maxYoungGenerationSizeMb: youngGenerationMiB,
        ...(options.threadMemoryMiB ? { maxOldGenerationSizeMb: options.threadMemoryMiB } : {}),
      },
    });
    const seat: Seat = { worker, task: undefined, modelId: undefined };
    seats.add(seat);
    // An idle thread must not keep the process alive; a running one must.
    worker.unref();
    worker.on('message', (reply: PoolReply) => {
      if (!seat.task || reply.id !== seat.task.request.id) return;
      if ('work' in reply) return share(seat.task, reply.work);
      cpuSeconds += reply.cpuSeconds;
      worker.unref();
      settle(seat, (task) => {
        if (reply.ok) task.resolve(reply);
        else task.reject(new EnginePoolError(reply.code, reply.message));
      });
      dispatch();
    });
    const onEnd = (reason: string, cause?: unknown): void => {
      seats.delete(seat);
      settle(seat, (task) =>
        task.reject(
          new EnginePoolError(
            'thread-crashed',
            `The thread that computed this partition ended: ${reason}.`,
            cause === undefined ? {} : { cause },
          ),
        ),
      );
      dispatch();
    };
    worker.on('error', (error) => onEnd(error instanceof Error ? error.message : String(error), error));
    worker.on('exit', (code) => onEnd(`exit code ${code}`));
    return seat;
  };

  const dispatch = (): void => {
    while (!closed && queue.length > 0) {
      let seat = [...seats].find((candidate) => candidate.task === undefined);
      if (!seat && seats.size >= threads) return;
      seat ??= startSeat();
      start(seat, queue.shift() as Task);
    }
  };

  const start = (seat: Seat, task: Task): void => {
    seat.task = task;
    seat.worker.ref();
    try {
      send(seat, task);
    } catch (cause) {
      // Nothing was sent, so the thread is as free as before.
      seat.worker.unref();
      const reason = cause instanceof Error ? cause.message : String(cause);
      const message = `The partition cannot be handed to a thread: ${reason}`;
      settle(seat, ({ reject }) => reject(new EnginePoolError('engine', message, { cause })));
    }
  };

  /** Sends the request, with the panel model where this thread does not have it yet. */
  const send = (seat: Seat, { request, model }: Task): void => {
    if (request.kind !== 'forecast' || !model || request.modelId === seat.modelId) {
      seat.worker.postMessage(request);
      return;
    }
    seat.worker.postMessage({ ...request, model } satisfies PoolRequest);
    seat.modelId = request.modelId;
  };

  const cancel = (id: number): void => {
    const error = new EnginePoolError('cancelled', 'The partition was cancelled.');
    const waiting = queue.findIndex((task) => task.request.id === id);
    if (waiting >= 0) {
      const [task] = queue.splice(waiting, 1);
      task?.release();
      task?.reject(error);
      return;
    }
    for (const seat of seats) {
      if (seat.task?.request.id !== id) continue;
      seats.delete(seat);
      settle(seat, (task) => task.reject(error));
      // Its exit event finds no task and no seat.
      end(seat);
      dispatch();
      return;
    }
  };

  const enqueue = (
    request: WithoutId<PoolRequest>,
    model: PanelModel | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Answer> => {
    if (closed) return Promise.reject(new EnginePoolError('closed', 'The engine pool is closed.'));
    if (signal?.aborted) {
      return Promise.reject(new EnginePoolError('cancelled', 'The partition was cancelled.'));
    }
    if (queue.length >= maxQueued) {
      return Promise.reject(
        new EnginePoolError('queue-full', `${maxQueued} partitions are already waiting for a thread.`),
      );
    }
    return new Promise((resolve, reject) => {
      const id = nextId++;
      const onAbort = (): void => cancel(id);
      signal?.addEventListener('abort', onAbort, { once: true });
      const release = (): void => signal?.removeEventListener('abort', onAbort);
      queue.push({ request: { ...request, id }, model, resolve, reject, release, shared: undefined });
      dispatch();
    });
  };

  return {
    threads,
    get pending() {
      return queue.length + [...seats].filter((seat) => seat.task).length;
    },
    get cpuSeconds() {
      return cpuSeconds;
    },
    async forecast(part, forecastOptions, { signal, model } = {}) {
      const request = {
        kind: 'forecast',
        panel: sharePanel(part),
        options: forecastOptions,
        ...(model ? { modelId: numberOf(model) } : {}),
      } as const;
      const { packed, seconds } = await enqueue(request, model, signal);
      if (!packed) throw new EnginePoolError('engine', 'The thread sent no results.');
      return { results: unpackResults(packed), seconds };
    },
    async train(panel, forecastOptions, { signal } = {}) {
      const request = {
        kind: 'train',
        panel: sharePanel(panel),
        options: forecastOptions,
        hasTeam: threads > 1,
      } as const;
      return (await enqueue(request, undefined, signal)).model;
    },
    async close() {
      closed = true;
      const error = new EnginePoolError(
        'closed',
        'The engine pool was closed before this partition was done.',
      );
      for (const task of queue.splice(0)) {
        task.release();
        task.reject(error);
      }
      for (const seat of [...seats]) {
        settle(seat, (task) => task.reject(error));
        end(seat);
      }
      seats.clear();
      await Promise.all(ending);
    },
  };
}
