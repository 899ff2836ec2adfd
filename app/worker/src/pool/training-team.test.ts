import { serialize } from 'node:v8';
import { createRandom, type ForecastOptions, type Panel } from '@ordernimbus/engine';
import { afterEach, describe, expect, it } from 'vitest';
import { createEnginePool, type EnginePool, type EnginePoolOptions } from './engine-pool.ts';
import { EnginePoolError } from './errors.ts';
import { packResults } from './pack-results.ts';
import { sharePanel, slicePanel } from './panel-slices.ts';

const days = 200;
const ahead = 14;
const series = 21;

const options: ForecastOptions = {
  horizon: ahead,
  frequency: 'D',
  levels: [50, 80, 95],
  models: 'auto',
  seed: 7,
  backtest: { windows: 2, step: ahead },
  cumulative: { horizons: [3, ahead], probabilities: [0.5, 0.95] },
};

/** Promoted, priced items of three shops in the order of `keys`, with what is known of the days ahead. */
function makePanel(keys: readonly number[]): Panel {
  const values = new Float64Array(keys.length * days);
  const length = days + ahead;
  const promotion = new Float32Array(keys.length * length);
  const price = new Float32Array(keys.length * length);
  for (const [at, key] of keys.entries()) {
    const random = createRandom(3, `sales ${key}`);
    for (let t = 0; t < length; t++) {
      const isPromoted = Math.floor((t + 5 * key) / 6) % 5 === 0;
      promotion[at * length + t] = isPromoted ? 1 : 0;
      price[at * length + t] = (2 + (key % 4)) * (isPromoted ? 0.8 : 1);
      const level = (key % 3 === 0 ? 0.4 : 6) * (1 + 0.5 * Math.sin((2 * Math.PI * t) / 7));
      if (t < days) values[at * days + t] = Math.floor(level * (isPromoted ? 3 : 1) * 2 * random());
    }
  }
  const offsets = (step: number): Uint32Array =>
    Uint32Array.from({ length: keys.length + 1 }, (_, at) => at * step);
  return {
    values,
    offsets: offsets(days),
    keys: keys.map((key) => `sku-${key}|shop-${key % 3}`),
    lastDay: 19_800,
    covariates: {
      starts: offsets(length),
      known: [
        { name: 'promotion', kind: 'flag', values: promotion },
        { name: 'price', kind: 'price', values: price },
      ],
      attributes: [{ name: 'shop', count: 3, codes: Int32Array.from(keys, (key) => key % 3) }],
    },
  };
}

const inOrder = Array.from({ length: series }, (_, key) => key);
/** 5 and 21 have no common divisor, so each series comes once. */
const permuted = inOrder.map((key) => (key * 5 + 3) % series);

const pools: EnginePool[] = [];
function poolOf(poolOptions: EnginePoolOptions): EnginePool {
  const pool = createEnginePool(poolOptions);
  pools.push(pool);
  return pool;
}
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    return await promise;
  } catch (error) {
    return error;
  }
}

/** Every number of every series' forecast (mean, quantiles, sums, back-test) as bytes, by the series' key. */
async function forecastBytes(pool: EnginePool, keys: readonly number[], size: number, model: Model) {
  const panel = sharePanel(makePanel(keys));
  const parts = [];
  for (let from = 0; from < keys.length; from += size) {
    const part = slicePanel(panel, from, Math.min(keys.length, from + size));
    parts.push(pool.forecast(part, options, { model }));
  }
  const results = (await Promise.all(parts)).flatMap((part) => part.results);
  return new Map(
    results.map((result, at) => {
      const { numbers, origins, series: rest } = packResults([result]);
      const bytes = Buffer.concat([Buffer.from(numbers.buffer), Buffer.from(origins.buffer)]);
      return [panel.keys[at] as string, `${bytes.toString('base64')} ${JSON.stringify(rest)}`];
    }),
  );
}

type Model = Awaited<ReturnType<EnginePool['train']>>;

// three trainings and fifteen forecasts of a panel take their time on a busy machine
describe('a panel with covariates', { timeout: 180_000 }, () => {
  it('has the same model and forecasts to the byte, for 1, 2 and 4 threads and parts cut differently', async () => {
    const one = poolOf({ threads: 1 });
    const panel = makePanel(inOrder);
    const model = await one.train(panel, options);
    expect(model?.whole.trees.length).toBeGreaterThan(10);
    const whole = await forecastBytes(one, inOrder, series, model);
    expect(whole.size).toBe(series);
    for (const text of whole.values()) expect(text).toContain('"boosted"');
    for (const threads of [2, 4]) {
      const pool = poolOf({ threads });
      const again = await pool.train(panel, options);
      expect(serialize(again).equals(serialize(model))).toBe(true);
      for (const size of [1, 3, 7]) {
        expect(await forecastBytes(pool, inOrder, size, again)).toEqual(whole);
        const other = await forecastBytes(pool, permuted, size, again);
        for (const [key, text] of other) expect(text).toBe(whole.get(key));
        expect(other.size).toBe(series);
      }
    }
  });
});

/** A training of seconds, so that its helpers have started long before it ends, also on a busy machine. */
const many = Array.from({ length: 400 }, (_, key) => key);

describe('a training that is shared', () => {
  it('fails when a helper is lost, and leaves a pool that works', async () => {
    const entry = new URL('./test-threads/leaving-thread.ts', import.meta.url);
    const pool = poolOf({ threads: 2, entry });
    const fast: ForecastOptions = { ...options, models: 'fast' };
    const parts = [0, 1].map((at) => slicePanel(sharePanel(makePanel(inOrder)), at, at + 1));
    // Both threads are up, so that the one that does not train is lost at once.
    await Promise.all(parts.map((part) => pool.forecast(part, fast)));
    const error = await errorOf(pool.train(makePanel(inOrder), options));
    expect(error).toBeInstanceOf(EnginePoolError);
    expect(error).toMatchObject({ code: 'thread-crashed', message: expect.stringContaining('lost') });
    expect(pool.pending).toBe(0);
    const again = await Promise.all(parts.map((part) => pool.forecast(part, fast)));
    expect(again.map(({ results }) => results[0]?.ok)).toEqual([true, true]);
  });

  it('lets its helpers go when it is cancelled', async () => {
    const pool = poolOf({ threads: 3 });
    const stop = new AbortController();
    const training = errorOf(pool.train(makePanel(many), options, { signal: stop.signal }));
    // Trainer and two helpers: the work has been passed on.
    await expect.poll(() => pool.pending, { timeout: 30_000 }).toBe(3);
    stop.abort();
    expect(await training).toMatchObject({ code: 'cancelled' });
    await expect.poll(() => pool.pending, { timeout: 30_000 }).toBe(0);
  });

  it('ends with its pool', async () => {
    const pool = poolOf({ threads: 2 });
    const training = errorOf(pool.train(makePanel(many), options));
    await expect.poll(() => pool.pending, { timeout: 30_000 }).toBe(2);
    await pool.close();
    expect(await training).toMatchObject({ code: 'closed' });
    expect(pool.pending).toBe(0);
  });
});
