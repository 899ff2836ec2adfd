import { Readable } from 'node:stream';
import {
  Id,
  ReorderExplanation,
  ReorderFilter,
  ReorderPage,
  ReorderUndone,
  ReorderUpdate,
  ReorderUpdated,
  RowId,
  reorderSortColumns,
  Suppliers,
} from '@ordernimbus/contracts';
import {
  explainReorder,
  exportPurchaseOrder,
  exportReorder,
  listReorder,
  listSuppliers,
  undoReorderEdit,
  updateReorder,
} from '@ordernimbus/services';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { type ApiInstance, contextOf } from '../../context.ts';

const order = {
  sort: Type.Optional(Type.Enum(reorderSortColumns, { default: 'at_risk' })),
  direction: Type.Optional(Type.Enum(['asc', 'desc'] as const, { default: 'desc' })),
};
const ReorderQuery = Type.Object({
  ...ReorderFilter.properties,
  ...order,
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000_000, default: 0 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
});
const ExportQuery = Type.Object({
  ...ReorderFilter.properties,
  ...order,
  /** names of a line's fields, by commas */
  columns: Type.Optional(Type.String({ maxLength: 1000 })),
});

const csv = { 200: { content: { 'text/csv': { schema: Type.String() } } } };
const sendCsv = (reply: FastifyReply, fileName: string, text: AsyncGenerator<string>) =>
  reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .send(Readable.from(text) as never);

export async function reorderRoutes(app: ApiInstance): Promise<void> {
  app.get(
    '/reorder',
    { schema: { querystring: ReorderQuery, response: { 200: ReorderPage } } },
    (request) => {
      const { sort = 'at_risk', direction = 'desc', offset = 0, limit = 100, ...filter } = request.query;
      return listReorder(contextOf(request), { sort, direction, offset, limit, filter });
    },
  );

  app.get('/reorder/suppliers', { schema: { response: { 200: Suppliers } } }, (request) =>
    listSuppliers(contextOf(request)),
  );

  app.get(
    '/reorder/:itemId/:locationId',
    {
      schema: {
        params: Type.Object({ itemId: RowId, locationId: RowId }),
        response: { 200: ReorderExplanation },
      },
    },
    (request) => explainReorder(contextOf(request), request.params),
  );

  app.post(
    '/reorder/parameters',
    { schema: { body: ReorderUpdate, response: { 200: ReorderUpdated } } },
    (request) => updateReorder(contextOf(request), request.body),
  );

  app.post(
    '/reorder/edits/:id/undo',
    { schema: { params: Type.Object({ id: Id }), response: { 200: ReorderUndone } } },
    (request) => undoReorderEdit(contextOf(request), { editId: request.params.id }),
  );

  app.get(
    '/reorder/export.csv',
    { schema: { querystring: ExportQuery, response: csv } },
    async (request, reply) => {
      const { sort = 'at_risk', direction = 'desc', columns, ...filter } = request.query;
      const text = await exportReorder(contextOf(request), {
        sort,
        direction,
        filter,
        ...(columns ? { columns: columns.split(',').map((name) => name.trim()) } : {}),
      });
      return sendCsv(reply, 'reorder.csv', text);
    },
  );

  app.get(
    '/reorder/purchase-order.csv',
    { schema: { querystring: ReorderFilter, response: csv } },
    async (request, reply) => {
      const text = await exportPurchaseOrder(contextOf(request), { filter: request.query });
      return sendCsv(reply, 'purchase-order.csv', text);
    },
  );
}
