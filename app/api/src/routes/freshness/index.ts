import { Freshness } from '@ordernimbus/contracts';
import { getFreshness } from '@ordernimbus/services';
import { type ApiInstance, contextOf } from '../../context.ts';

export async function freshnessRoutes(app: ApiInstance): Promise<void> {
  app.get('/freshness', { schema: { response: { 200: Freshness } } }, (request) =>
    getFreshness(contextOf(request)),
  );
}
