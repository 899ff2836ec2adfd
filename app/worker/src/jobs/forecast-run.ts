import { ForecastRunJob } from '@ordernimbus/contracts';
import { executeRun, failRun, type JobTools, type Platform, systemContext } from '@ordernimbus/services';

/** Works on a forecast run until it is over. Does nothing when another worker holds it. */
export const forecastRunJob = {
  name: 'forecast-run',
  schema: ForecastRunJob,
  concurrency: 2,
  async handle(platform: Platform, payload: ForecastRunJob, tools: JobTools): Promise<void> {
    try {
      await executeRun(platform, payload, { pool: tools.pool, signal: tools.signal });
    } catch (error) {
      if (tools.lastTry) {
        await failRun(systemContext(platform, payload.tenantId, 'worker'), {
          runId: payload.runId,
          code: 'internal',
          message:
            'The forecast could not be computed after several tries. Start it again, or look at the log.',
        });
      }
      throw error;
    }
  },
};
