import type { ForecastOptions, Panel } from '@ordernimbus/engine';
import type { PackedResults } from './pack-results.ts';

export interface PartitionRequest {
  readonly id: number;
  readonly panel: Panel;
  readonly options: ForecastOptions;
}

export type PartitionReply =
  | { readonly id: number; readonly ok: true; readonly packed: PackedResults; readonly seconds: number }
  | { readonly id: number; readonly ok: false; readonly message: string };
