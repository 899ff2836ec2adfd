import type { JobDefinition } from '@ordernimbus/services';
import { forecastRunJob } from './forecast-run.ts';
import { reorderRecomputeJob } from './reorder-recompute.ts';

/** Every kind of background job. */
export const jobs: readonly JobDefinition[] = [forecastRunJob, reorderRecomputeJob];
