import { Me } from '@ordernimbus/contracts';
import { getMe } from '@ordernimbus/services';
import { type ApiInstance, contextOf } from '../../context.ts';

export async function meRoutes(app: ApiInstance): Promise<void> {
  app.get('/me', { schema: { response: { 200: Me } } }, (request) =>
    getMe(contextOf(request), { role: request.principal?.role ?? null }),
  );
}
