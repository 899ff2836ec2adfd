import { Location } from '@ordernimbus/contracts';
import { listLocations } from '@ordernimbus/services';
import { Type } from 'typebox';
import { type ApiInstance, contextOf } from '../../context.ts';

export async function locationRoutes(app: ApiInstance): Promise<void> {
  app.get(
    '/locations',
    { schema: { response: { 200: Type.Object({ items: Type.Array(Location) }) } } },
    (request) => listLocations(contextOf(request)),
  );
}
