import { Explorer, PageQuery, RowId } from '@ordernimbus/contracts';
import { getExplorer } from '@ordernimbus/services';
import { Type } from 'typebox';
import { type ApiInstance, contextOf } from '../../context.ts';

const querystring = Type.Object({
  ...PageQuery.properties,
  locationId: Type.Optional(RowId),
  /** empty = items without a category */
  category: Type.Optional(Type.String({ maxLength: 200 })),
  search: Type.Optional(Type.String({ maxLength: 200 })),
  sort: Type.Optional(Type.Enum(['name', 'next28', 'sold', 'change', 'wape'] as const)),
  /** absent: names from A, figures from the largest; what is not known stands last either way */
  direction: Type.Optional(Type.Enum(['asc', 'desc'] as const)),
});

export async function explorerRoutes(app: ApiInstance): Promise<void> {
  app.get('/explorer', { schema: { querystring, response: { 200: Explorer } } }, (request) =>
    getExplorer(contextOf(request), request.query),
  );
}
