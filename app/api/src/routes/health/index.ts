import { ServiceError } from '@ordernimbus/contracts';
import { checkReady } from '@ordernimbus/services';
import { Type } from 'typebox';
import type { ApiInstance } from '../../context.ts';

const Health = Type.Object({ status: Type.Literal('ok') });
const options = { config: { public: true }, schema: { response: { 200: Health } } } as const;

/** Live: the process answers. Ready: it can serve, so the database answers too. */
export async function healthRoutes(app: ApiInstance): Promise<void> {
  app.get('/health/live', options, async () => ({ status: 'ok' as const }));

  app.get('/health/ready', options, async () => {
    try {
      await checkReady(app.platform);
    } catch (cause) {
      throw new ServiceError('unavailable', 'The database does not answer.', { cause, retryAfterSeconds: 2 });
    }
    return { status: 'ok' as const };
  });
}
