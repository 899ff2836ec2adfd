import { AccuracyReport } from '@ordernimbus/contracts';
import { getAccuracy } from '@ordernimbus/services';
import { type ApiInstance, contextOf } from '../../context.ts';

export async function accuracyRoutes(app: ApiInstance): Promise<void> {
  app.get('/accuracy', { schema: { response: { 200: AccuracyReport } } }, (request) =>
    getAccuracy(contextOf(request)),
  );
}
