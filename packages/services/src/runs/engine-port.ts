import type { ForecastOptions, Panel, PanelModel, SeriesResult } from '@ordernimbus/engine';

/**
 * Where partitions are computed: threads beside the event loop. The worker's pool fits it; a process without threads
 * may pass any other. An error with `code` `cancelled` or `closed` says nothing about the data; every other one counts
 * as a failed attempt at the partition.
 */
export interface EnginePort {
  /** Partitions that are worth having in flight at once. */
  readonly threads: number;
  forecast(
    part: Panel,
    options: ForecastOptions,
    control?: { readonly signal?: AbortSignal; readonly model?: PanelModel | undefined },
  ): Promise<{ readonly results: readonly SeriesResult[]; readonly seconds: number }>;
  /** The model of a whole panel; undefined where it would gain nothing. */
  train(
    panel: Panel,
    options: ForecastOptions,
    control?: { readonly signal?: AbortSignal },
  ): Promise<PanelModel | undefined>;
}
