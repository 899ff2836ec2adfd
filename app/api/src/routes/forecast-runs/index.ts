import { ForecastRun, Id, PageQuery, pageOf, SeriesFailureView } from '@ordernimbus/contracts';
import { cancelRun, getRun, listRunFailures, listRuns, startRun } from '@ordernimbus/services';
import { Type } from 'typebox';
import { type ApiInstance, contextOf } from '../../context.ts';

const params = Type.Object({ id: Id });

export async function forecastRunRoutes(app: ApiInstance): Promise<void> {
  app.get(
    '/forecast-runs',
    { schema: { querystring: PageQuery, response: { 200: pageOf(ForecastRun) } } },
    (request) => listRuns(contextOf(request), request.query),
  );

  app.get('/forecast-runs/:id', { schema: { params, response: { 200: ForecastRun } } }, (request) =>
    getRun(contextOf(request), { runId: request.params.id }),
  );

  app.post('/forecast-runs', { schema: { response: { 202: ForecastRun } } }, async (request, reply) => {
    reply.code(202);
    return startRun(contextOf(request), { trigger: 'manual' });
  });

  app.post(
    '/forecast-runs/:id/cancel',
    { schema: { params, response: { 202: ForecastRun } } },
    async (request, reply) => {
      reply.code(202);
      return cancelRun(contextOf(request), { runId: request.params.id });
    },
  );

  app.get(
    '/forecast-runs/:id/failures',
    { schema: { params, querystring: PageQuery, response: { 200: pageOf(SeriesFailureView) } } },
    (request) => listRunFailures(contextOf(request), { ...request.query, runId: request.params.id }),
  );
}
