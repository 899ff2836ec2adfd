import { Home } from '@ordernimbus/contracts';
import { getHome } from '@ordernimbus/services';
import { type ApiInstance, contextOf } from '../../context.ts';

export async function homeRoutes(app: ApiInstance): Promise<void> {
  app.get('/home', { schema: { response: { 200: Home } } }, (request) => getHome(contextOf(request)));
}
