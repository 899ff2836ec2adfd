import { Readable } from 'node:stream';
import { Day, Forecast, Id, Nullable, PageQuery, Range, RowId } from '@ordernimbus/contracts';
import { exportForecasts, getForecast, listForecasts } from '@ordernimbus/services';
import { Type } from 'typebox';
import { type ApiInstance, contextOf } from '../../context.ts';

const ForecastList = Type.Object({
  runId: Id,
  cutoff: Day,
  items: Type.Array(
    Type.Object({
      itemId: RowId,
      locationId: RowId,
      sku: Type.String(),
      itemName: Type.String(),
      locationName: Type.String(),
      model: Nullable(Type.String()),
      demandClass: Nullable(Type.String()),
      next28: Nullable(Range),
      soldPrior28: Nullable(Type.Number()),
      wape: Nullable(Type.Number()),
      naiveWape: Nullable(Type.Number()),
    }),
  ),
  nextCursor: Type.Optional(Type.String()),
});

/** `If-None-Match` names this ETag: a list of tags, weak ones among them, or `*`. */
function isKnown(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header === etag || header === '*') return true;
  return header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}

function takesGzip(header: string | string[] | undefined): boolean {
  return typeof header === 'string' && /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(header);
}

export async function forecastRoutes(app: ApiInstance): Promise<void> {
  app.get(
    '/forecasts/:itemId/:locationId',
    {
      schema: {
        params: Type.Object({ itemId: RowId, locationId: RowId }),
        response: { 200: Forecast, 304: Type.Null() },
      },
    },
    async (request, reply) => {
      const answer = await getForecast(contextOf(request), request.params);
      const zipped = takesGzip(request.headers['accept-encoding']);
      const etag = zipped ? answer.gzipEtag : answer.etag;
      reply.header('etag', etag);
      reply.header('cache-control', 'private, no-cache');
      reply.header('vary', 'accept-encoding');
      if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).send(null);
      // the bytes are finished; a Buffer passes by the serialiser
      reply.header('content-type', 'application/json; charset=utf-8');
      if (zipped) reply.header('content-encoding', 'gzip');
      return reply.send((zipped ? answer.gzip : answer.body) as never);
    },
  );

  app.get('/forecasts', { schema: { querystring: PageQuery, response: { 200: ForecastList } } }, (request) =>
    listForecasts(contextOf(request), request.query),
  );

  const response = { 200: { content: { 'text/csv': { schema: Type.String() } } } };
  app.get('/forecasts.csv', { schema: { response } }, async (request, reply) => {
    const lines = await exportForecasts(contextOf(request));
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="forecasts.csv"')
      .send(Readable.from(lines) as never);
  });
}
