import { Readable } from 'node:stream';
import {
  BacktestView,
  CalendarMarks,
  Day,
  Forecast,
  ForecastExplanation,
  Id,
  Nullable,
  PageQuery,
  Range,
  RowId,
} from '@ordernimbus/contracts';
import {
  type CachedAnswer,
  explainForecast,
  exportForecasts,
  getBacktest,
  getForecast,
  listCalendarMarks,
  listForecasts,
  peekForecast,
} from '@ordernimbus/services';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { type ApiInstance, contextOf } from '../../context.ts';

const ForecastParams = Type.Object({ itemId: RowId, locationId: RowId });

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

/** Headers that every answer has from the hooks of the whole server; this one has its own `cache-control`. */
const everyAnswer = ['x-request-id', 'x-content-type-options'] as const;

/**
 * Sends a finished answer. It is past every hook that could change it, so it goes to the socket itself: one write of head
 * and body, which is worth a quarter of the whole read. `onResponse` hooks (metrics, logs) still see it.
 */
function sendAnswer(request: FastifyRequest, reply: FastifyReply, answer: CachedAnswer): void {
  const head = ['etag', answer.etag, 'cache-control', 'private, no-cache'];
  for (const name of everyAnswer) head.push(name, String(reply.getHeader(name)));
  reply.hijack();
  if (isKnown(request.headers['if-none-match'], answer.etag)) {
    reply.code(304);
    reply.raw.writeHead(304, head);
    reply.raw.end();
    return;
  }
  // ASCII: as many bytes as characters
  head.push('content-type', 'application/json; charset=utf-8', 'content-length', String(answer.body.length));
  reply.raw.writeHead(200, head);
  reply.raw.end(answer.body, 'latin1');
}

export async function forecastRoutes(app: ApiInstance): Promise<void> {
  app.get(
    '/forecasts/:itemId/:locationId',
    {
      schema: {
        params: ForecastParams,
        response: { 200: Forecast, 304: Type.Null() },
      },
    },
    (request, reply) => {
      const ctx = contextOf(request);
      const cached = peekForecast(ctx, request.params);
      if (cached) sendAnswer(request, reply, cached);
      else {
        getForecast(ctx, request.params)
          .then((answer) => sendAnswer(request, reply, answer))
          .catch((error: unknown) => (reply as FastifyReply).send(error));
      }
    },
  );

  app.get(
    '/forecasts/:itemId/:locationId/explanation',
    { schema: { params: ForecastParams, response: { 200: ForecastExplanation, 304: Type.Null() } } },
    (request, reply) => {
      explainForecast(contextOf(request), request.params)
        .then((answer) => sendAnswer(request, reply, answer))
        .catch((error: unknown) => (reply as FastifyReply).send(error));
    },
  );

  app.get(
    '/forecasts/:itemId/:locationId/backtest',
    { schema: { params: ForecastParams, response: { 200: BacktestView } } },
    (request) => getBacktest(contextOf(request), request.params),
  );

  app.get(
    '/forecasts/:itemId/:locationId/calendar',
    { schema: { params: ForecastParams, response: { 200: CalendarMarks } } },
    (request) => listCalendarMarks(contextOf(request), request.params),
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
