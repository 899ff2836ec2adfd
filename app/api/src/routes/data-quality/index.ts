import { Instant, QualityFinding } from '@ordernimbus/contracts';
import { getDataQuality } from '@ordernimbus/services';
import { Type } from 'typebox';
import { type ApiInstance, contextOf } from '../../context.ts';

const Report = Type.Object({ items: Type.Array(QualityFinding), asOf: Instant });

export async function dataQualityRoutes(app: ApiInstance): Promise<void> {
  app.get('/data-quality', { schema: { response: { 200: Report } } }, (request) =>
    getDataQuality(contextOf(request)),
  );
}
