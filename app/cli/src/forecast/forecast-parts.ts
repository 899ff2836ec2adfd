import type { ForecastOptions, Panel, PanelModel, SeriesResult } from '@ordernimbus/engine';
import { type EnginePool, EnginePoolError, slicePanel } from '@ordernimbus/worker/pool';

/** Something that carries a panel: a part of the input, or a window of a back-test. */
export interface HasPanel {
  readonly panel: Panel;
  /** What was learned from all series, where there is such a model. */
  readonly model?: PanelModel | undefined;
}

/** Every part with the model of the whole panel. */
export async function* withModel<T extends HasPanel>(
  parts: AsyncIterable<T>,
  model: PanelModel | undefined,
): AsyncGenerator<T> {
  for await (const part of parts) yield model ? { ...part, model } : part;
}

export interface PartResults<T extends HasPanel> {
  readonly part: T;
  readonly results: readonly SeriesResult[];
}

/** Runs parts on the pool, at most two waiting for each thread, and yields them in their order. */
export async function* forecastParts<T extends HasPanel>(
  pool: EnginePool,
  parts: AsyncIterable<T>,
  options: ForecastOptions,
  signal: AbortSignal,
): AsyncGenerator<PartResults<T>> {
  const running: Promise<PartResults<T>>[] = [];
  try {
    for await (const part of parts) {
      const task = forecastPart(pool, part, options, signal);
      // Awaited in order below; until then a failure must not count as unhandled.
      task.catch(() => undefined);
      running.push(task);
      if (running.length >= pool.threads * 3) yield await (running.shift() as Promise<PartResults<T>>);
    }
    while (running.length > 0) yield await (running.shift() as Promise<PartResults<T>>);
  } finally {
    await Promise.allSettled(running);
  }
}

async function forecastPart<T extends HasPanel>(
  pool: EnginePool,
  part: T,
  options: ForecastOptions,
  signal: AbortSignal,
): Promise<PartResults<T>> {
  try {
    return {
      part,
      results: (await pool.forecast(part.panel, options, { signal, model: part.model })).results,
    };
  } catch (error) {
    if (!isCrash(error)) throw error;
    // One series took its thread down: find it, so that its neighbours do not pay for it.
    const results: SeriesResult[] = [];
    for (let index = 0; index < part.panel.keys.length; index++) {
      results.push(
        await forecastOne(
          pool,
          { ...part, panel: slicePanel(part.panel, index, index + 1) },
          options,
          signal,
        ),
      );
    }
    return { part, results };
  }
}

async function forecastOne(
  pool: EnginePool,
  { panel, model }: HasPanel,
  options: ForecastOptions,
  signal: AbortSignal,
): Promise<SeriesResult> {
  try {
    return (await pool.forecast(panel, options, { signal, model })).results[0] as SeriesResult;
  } catch (error) {
    if (!isCrash(error)) throw error;
    return { ok: false, code: 'internal', detail: error instanceof Error ? error.message : String(error) };
  }
}

const isCrash = (error: unknown): boolean =>
  error instanceof EnginePoolError && error.code === 'thread-crashed';
