import type { ForecastOptions, Panel, PanelModel } from '@ordernimbus/engine';
import type { PackedResults } from './pack-results.ts';

/** Work for a thread: forecast a partition, or train the model of a panel. */
export type PoolRequest = PartitionRequest | TrainingRequest;

export interface PartitionRequest {
  readonly kind: 'forecast';
  readonly id: number;
  readonly panel: Panel;
  readonly options: ForecastOptions;
  /** Number of the panel model to use; the thread keeps the last one it was given. */
  readonly modelId?: number;
  /** The model itself, the first time a thread meets its number. */
  readonly model?: PanelModel;
}

export interface TrainingRequest {
  readonly kind: 'train';
  readonly id: number;
  readonly panel: Panel;
  readonly options: ForecastOptions;
}

export type PoolReply =
  | {
      readonly id: number;
      readonly ok: true;
      readonly packed?: PackedResults;
      readonly model?: PanelModel;
      readonly seconds: number;
    }
  | { readonly id: number; readonly ok: false; readonly message: string };
