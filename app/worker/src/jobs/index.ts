import type { JobDefinition } from '@ordernimbus/services';
import { forecastRunJob } from './forecast-run.ts';

/** Every kind of background job. */
export const jobs: readonly JobDefinition[] = [forecastRunJob];
