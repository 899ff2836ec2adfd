import type { ForecastOptions, Panel, PanelModel } from '@ordernimbus/engine';
import type { TrainingWork } from '@ordernimbus/engine/boost';
import type { PackedResults } from './pack-results.ts';

/** What a thread is started with. */
export interface ThreadData {
  /** Gives way to everything else (`EnginePoolOptions.inBackground`). */
  readonly inBackground: boolean;
}

/** Work for a thread: forecast a partition, train the model of a panel, or help another thread that does. */
export type PoolRequest = PartitionRequest | TrainingRequest | HelpRequest;

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
  /** Whether the pool has further threads that may help. */
  readonly hasTeam: boolean;
}

interface HelpRequest {
  readonly kind: 'help';
  readonly id: number;
  readonly work: TrainingWork;
}

/** What a thread says: once at the end of each request, and in a training whenever there is work to share. */
export type PoolReply = ShareReply | FinalReply;

interface ShareReply {
  readonly id: number;
  readonly work: TrainingWork;
}

interface Cost {
  readonly id: number;
  /** Processor time of the thread for this request, its start left out. */
  readonly cpuSeconds: number;
}

export type FinalReply =
  | (Cost & {
      readonly ok: true;
      readonly packed?: PackedResults;
      readonly model?: PanelModel;
      readonly seconds: number;
    })
  | (Cost & {
      readonly ok: false;
      readonly code: 'engine' | 'thread-crashed';
      readonly message: string;
    });
