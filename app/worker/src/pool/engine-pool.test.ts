import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { promisify } from 'node:util';
import {
  createRandom,
  type ForecastOptions,
  forecastPanel,
  type Panel,
  type PanelModel,
} from '@ordernimbus/engine';
import { afterEach, describe, expect, it } from 'vitest';
import { createEnginePool, type EnginePool, type EnginePoolOptions } from './engine-pool.ts';
import { EnginePoolError } from './errors.ts';
import { packResults } from './pack-results.ts';
import { sharePanel, slicePanel } from './panel-slices.ts';

const options: ForecastOptions = {
  horizon: 7,
  frequency: 'D',
  levels: [50, 80, 95],
  models: 'fast',
  seed: 7,
  backtest: { windows: 2, step: 7 },
  cumulative: { horizons: [3, 7], probabilities: [0.5, 0.95] },
};

/** Series of different lengths and kinds, an empty one among them. */
function makePanel(series: number): Panel {
  const random = createRandom(11, 'panel');
  const values: number[] = [];
  const offsets = [0];
  for (let s = 0; s < series; s++) {
    const length = s === 2 ? 0 : 20 + s * 9;
    for (let t = 0; t < length; t++) {
      const level = s % 3 === 0 ? 0.3 : 8 + 3 * (t % 7);
      values.push(Math.floor(level * 2 * random()));
    }
    offsets.push(values.length);
  }
  return {
    values: Float64Array.from(values),
    offsets: Uint32Array.from(offsets),
    keys: Array.from({ length: series }, (_, s) => `sku-${s}|shop`),
  };
}

const keyed = (...keys: string[]): Panel => ({
  values: new Float64Array(keys.length),
  offsets: Uint32Array.from({ length: keys.length + 1 }, (_, index) => index),
  keys,
});

const failingEntry = new URL('./test-threads/failing-thread.ts', import.meta.url);
const pools: EnginePool[] = [];
function poolOf(poolOptions: EnginePoolOptions): EnginePool {
  const pool = createEnginePool(poolOptions);
  pools.push(pool);
  return pool;
}

const isLinux = process.platform === 'linux';
/** Threads of this process that give way to others; elsewhere than on Linux none does. */
const threadsBehind = (): number =>
  (isLinux ? readdirSync('/proc/self/task') : []).filter((id) => {
    const line = readFileSync(`/proc/self/task/${id}/stat`, 'utf8');
    return Number(line.slice(line.lastIndexOf(')') + 2).split(' ')[16]) > getPriority();
  }).length;

const threadsAlive = (): number =>
  process.getActiveResourcesInfo().filter((kind) => kind === 'MessagePort' || kind === 'Worker').length;

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof EnginePoolError) return error.code;
    throw error;
  }
  return 'no error';
}

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

describe('engine pool', () => {
  it('gives the same bytes as the engine itself, for 1 and 2 threads and partitions cut differently', async () => {
    const panel = sharePanel(makePanel(9));
    const direct = packResults(forecastPanel(panel, options));
    for (const threads of [1, 2]) {
      for (const size of [1, 2, 4, 9]) {
        const pool = poolOf({ threads });
        const parts = [];
        for (let from = 0; from < 9; from += size) {
          parts.push(pool.forecast(slicePanel(panel, from, Math.min(9, from + size)), options));
        }
        const results = (await Promise.all(parts)).flatMap((part) => part.results);
        const packed = packResults(results);
        expect(Buffer.from(packed.numbers.buffer).equals(Buffer.from(direct.numbers.buffer))).toBe(true);
        expect(packed.origins).toEqual(direct.origins);
        expect(packed.series).toEqual(direct.series);
      }
    }
  });

  it('accepts a slice that is not on shared memory', async () => {
    const panel = makePanel(4);
    const { results } = await poolOf({ threads: 1 }).forecast(slicePanel(panel, 1, 4), options);
    expect(results).toEqual(forecastPanel(slicePanel(panel, 1, 4), options));
    expect(results[1]).toMatchObject({ ok: false, code: 'empty' });
  });

  it('reports a thread that exits or throws as an error of its partition only, and replaces it', async () => {
    const pool = poolOf({ threads: 1, entry: failingEntry });
    const tasks = [keyed('a'), keyed('exit'), keyed('b'), keyed('throw'), keyed('c')].map((part) =>
      codeOf(pool.forecast(part, options)),
    );
    expect(await Promise.all(tasks)).toEqual([
      'no error',
      'thread-crashed',
      'no error',
      'thread-crashed',
      'no error',
    ]);
    expect(pool.pending).toBe(0);
  });

  it('survives a thread that runs out of memory', async () => {
    const pool = poolOf({ threads: 1, entry: failingEntry, threadMemoryMiB: 64 });
    expect(await codeOf(pool.forecast(keyed('memory'), options))).toBe('thread-crashed');
    expect(await codeOf(pool.forecast(keyed('a'), options))).toBe('no error');
  });

  it('cancels a waiting and a running partition', async () => {
    const pool = poolOf({ threads: 1, entry: failingEntry });
    const running = new AbortController();
    const waiting = new AbortController();
    const first = codeOf(pool.forecast(keyed('hang'), options, { signal: running.signal }));
    const second = codeOf(pool.forecast(keyed('a'), options, { signal: waiting.signal }));
    const third = codeOf(pool.forecast(keyed('b'), options));
    waiting.abort();
    expect(await second).toBe('cancelled');
    running.abort();
    expect(await first).toBe('cancelled');
    expect(await third).toBe('no error');
    expect(await codeOf(pool.forecast(keyed('a'), options, { signal: running.signal }))).toBe('cancelled');
  });

  it('refuses more than its queue holds', async () => {
    const pool = poolOf({ threads: 1, maxQueued: 1, entry: failingEntry });
    const running = codeOf(pool.forecast(keyed('hang'), options));
    const waiting = codeOf(pool.forecast(keyed('a'), options));
    expect(await codeOf(pool.forecast(keyed('b'), options))).toBe('queue-full');
    await pool.close();
    expect(await Promise.all([running, waiting])).toEqual(['closed', 'closed']);
    expect(await codeOf(pool.forecast(keyed('a'), options))).toBe('closed');
  });

  it('reports what the engine refuses', async () => {
    const pool = poolOf({ threads: 1 });
    expect(await codeOf(pool.forecast(makePanel(1), { ...options, horizon: 0 }))).toBe('engine');
  });

  it('reports a request that no thread can be sent, and goes on', async () => {
    const pool = poolOf({ threads: 1 });
    const unsendable = { ...options, models: ['naive'], progress: () => 1 } as ForecastOptions;
    const usual: ForecastOptions = { ...options, models: ['naive'] };
    // the first is refused at once, the second when its turn comes
    const parts = [unsendable, usual, unsendable, usual].map((asked) => pool.forecast(makePanel(1), asked));
    expect(await Promise.all(parts.map(codeOf))).toEqual(['engine', 'no error', 'engine', 'no error']);
    expect(pool.pending).toBe(0);
    await expect(pool.forecast(makePanel(1), unsendable)).rejects.toThrow(
      /cannot be handed to a thread: .*cloned/,
    );
    expect(await codeOf(pool.train(makePanel(1), unsendable))).toBe('engine');
    expect(pool.pending).toBe(0);
  });

  it('sends a panel model with the next request when that which it belonged to could not be sent', async () => {
    const pool = poolOf({ threads: 1, entry: failingEntry });
    const model = {} as PanelModel;
    const unsendable = { ...options, progress: () => 1 } as ForecastOptions;
    expect(await codeOf(pool.forecast(keyed('model'), unsendable, { model }))).toBe('engine');
    const sent = [1, 2].map(() => pool.forecast(keyed('model'), options, { model }));
    expect((await Promise.all(sent)).map(({ results }) => results[0])).toMatchObject([
      { detail: 'a model came along' },
      { detail: 'no model came along' },
    ]);
  });

  it('lets go of the signal of a request that no thread can be sent', async () => {
    const pool = poolOf({ threads: 1 });
    const stop = new AbortController();
    const unsendable = { ...options, progress: () => 1 } as ForecastOptions;
    expect(await codeOf(pool.forecast(makePanel(1), unsendable, { signal: stop.signal }))).toBe('engine');
    const next = codeOf(pool.forecast(makePanel(1), { ...options, models: ['naive'] }));
    stop.abort();
    expect(await next).toBe('no error');
  });

  it('refuses an impossible number of threads', () => {
    expect(() => createEnginePool({ threads: 0 })).toThrow(RangeError);
  });

  it('leaves no thread behind', async () => {
    const before = threadsAlive();
    const pool = createEnginePool({ threads: 2, entry: failingEntry });
    const stop = new AbortController();
    const hanging = codeOf(pool.forecast(keyed('hang'), options, { signal: stop.signal }));
    const other = codeOf(pool.forecast(keyed('hang'), options));
    expect(threadsAlive()).toBeGreaterThan(before);
    stop.abort();
    await pool.close();
    expect(await Promise.all([hanging, other])).toEqual(['cancelled', 'closed']);
    expect(threadsAlive()).toBe(before);
  });
});

describe('threads in the background', () => {
  it('give way, and nothing else does', async () => {
    const before = threadsBehind();
    await poolOf({ threads: 1 }).forecast(makePanel(3), options);
    expect(threadsBehind()).toBe(before);
    const here = getPriority();
    await poolOf({ threads: 1, inBackground: true }).forecast(makePanel(3), options);
    expect(threadsBehind()).toBe(isLinux && here < 10 ? before + 1 : before);
    expect(getPriority()).toBe(here);
  });

  it('stay where they are in a process that gives way more, which may not come forward', async () => {
    const code = `
      import { readdirSync, readFileSync } from 'node:fs';
      import { getPriority } from 'node:os';
      import { createEnginePool } from ${JSON.stringify(new URL('./engine-pool.ts', import.meta.url).href)};
      const niceOf = (id) => readFileSync('/proc/self/task/' + id + '/stat', 'utf8').split(') ')[1].split(' ')[16];
      const pool = createEnginePool({ threads: 1, inBackground: true });
      const panel = { values: new Float64Array(30).fill(2), offsets: Uint32Array.of(0, 30), keys: ['a'] };
      const { results } = await pool.forecast(panel, ${JSON.stringify(options)});
      const found = ${isLinux} ? readdirSync('/proc/self/task').map(niceOf) : [getPriority()];
      console.log(results[0].ok, [...new Set(found)].join());
      await pool.close();`;
    const wanted = Math.max(15, getPriority());
    const args = ['-n', `${wanted - getPriority()}`, process.execPath, '-e', code];
    const { stdout } = await promisify(execFile)('nice', args);
    expect(stdout.trim()).toBe(`true ${wanted}`);
  });
});
