import type { JobDefinition } from '@ordernimbus/services';
import { forecastRunJob } from './forecast-run.ts';
import { importJob, importUndoJob } from './import.ts';
import { reorderRecomputeJob } from './reorder-recompute.ts';

/** Every kind of background job. */
export const jobs: readonly JobDefinition[] = [forecastRunJob, importJob, importUndoJob, reorderRecomputeJob];
