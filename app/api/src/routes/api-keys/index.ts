import { ApiKey, ApiKeyCreated, ApiKeyInput, Id } from '@ordernimbus/contracts';
import { createApiKey, listApiKeys, revokeApiKey } from '@ordernimbus/services';
import { Type } from 'typebox';
import { type ApiInstance, contextOf } from '../../context.ts';

export async function apiKeyRoutes(app: ApiInstance): Promise<void> {
  app.get(
    '/api-keys',
    { schema: { response: { 200: Type.Object({ items: Type.Array(ApiKey) }) } } },
    (request) => listApiKeys(contextOf(request)),
  );

  app.post(
    '/api-keys',
    { config: { secretAnswer: true }, schema: { body: ApiKeyInput, response: { 201: ApiKeyCreated } } },
    async (request, reply) => {
      const created = await createApiKey(contextOf(request), request.body);
      reply.code(201);
      return created;
    },
  );

  app.delete(
    '/api-keys/:id',
    { schema: { params: Type.Object({ id: Id }), response: { 204: Type.Null() } } },
    async (request, reply) => {
      await revokeApiKey(contextOf(request), request.params);
      return reply.code(204).send(null);
    },
  );
}
