export type { EnginePool, EnginePoolOptions, PartitionResult } from './engine-pool.ts';
export { createEnginePool } from './engine-pool.ts';
export type { EnginePoolErrorCode } from './errors.ts';
export { EnginePoolError } from './errors.ts';
export { sharePanel, slicePanel } from './panel-slices.ts';
