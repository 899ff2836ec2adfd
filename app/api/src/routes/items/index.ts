import { Day, Item, PageQuery, pageOf, RowId, SourceLine } from '@ordernimbus/contracts';
import { getItem, getSourceLines, listItems } from '@ordernimbus/services';
import { Type } from 'typebox';
import { type ApiInstance, contextOf } from '../../context.ts';

const Query = Type.Object({
  ...PageQuery.properties,
  search: Type.Optional(Type.String({ maxLength: 200 })),
  category: Type.Optional(Type.String({ maxLength: 500 })),
});
const Lines = Type.Object({
  items: Type.Array(SourceLine),
  sold: Type.Number(),
  returned: Type.Number(),
});

export async function itemRoutes(app: ApiInstance): Promise<void> {
  app.get('/items', { schema: { querystring: Query, response: { 200: pageOf(Item) } } }, (request) =>
    listItems(contextOf(request), request.query),
  );

  app.get(
    '/items/:itemId',
    { schema: { params: Type.Object({ itemId: RowId }), response: { 200: Item } } },
    (request) => getItem(contextOf(request), request.params),
  );

  app.get(
    '/items/:itemId/locations/:locationId/days/:day/lines',
    {
      schema: {
        params: Type.Object({ itemId: RowId, locationId: RowId, day: Day }),
        response: { 200: Lines },
      },
    },
    (request) => getSourceLines(contextOf(request), request.params),
  );
}
