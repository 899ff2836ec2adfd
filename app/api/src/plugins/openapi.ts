import { fastifySwagger } from '@fastify/swagger';
import { Problem } from '@ordernimbus/contracts';
import type { RouteOptions } from 'fastify';
import { Type } from 'typebox';
import type { ApiConfig } from '../config.ts';
import type { ApiInstance } from '../context.ts';

const IdempotencyHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      maxLength: 200,
      description:
        'Any text of your own, new for each new request. Sending the same request again with the same key gets the first answer and does nothing twice.',
    }),
  ),
});

/** The OpenAPI 3.1 document, made from the schemas that the routes validate with. */
export async function addOpenApi(app: ApiInstance, config: ApiConfig): Promise<void> {
  await app.register(fastifySwagger, {
    convertConstToEnum: false,
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'OrderNimbus',
        version: config.version,
        description:
          'Sales in, calibrated forecasts and a reorder list out. Errors are application/problem+json. ' +
          'Lists come in pages: pass `nextCursor` back as `cursor`.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: config.publicUrl ?? '/' }],
      components: {
        securitySchemes: {
          accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
          apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
        },
      },
    },
    transform: ({ schema, url, route }) => ({
      url,
      schema: route.schema?.hide ? schema : describeRoute(schema, url, route),
    }),
  });
  app.get('/openapi.json', { schema: { hide: true }, config: { public: true } }, async (_request, reply) => {
    reply.type('application/json');
    return documentText(app);
  });
}

const texts = new WeakMap<ApiInstance, string>();

function documentText(app: ApiInstance): string {
  let text = texts.get(app);
  if (text === undefined) {
    text = JSON.stringify(app.swagger());
    texts.set(app, text);
  }
  return text;
}

type DocumentedSchema = NonNullable<RouteOptions['schema']>;

/** What holds for every route is said once here: errors, sign-in, the idempotency key, a name and a tag. */
function describeRoute(schema: DocumentedSchema, url: string, route: RouteOptions): DocumentedSchema {
  const method = [route.method].flat()[0] ?? 'GET';
  const isPublic = route.config?.public === true;
  const takesKey = method !== 'GET' && !isPublic && !route.config?.readsOnly;
  const problem = {
    description: 'What went wrong, as RFC 9457 problem details.',
    content: { 'application/problem+json': { schema: Problem } },
  };
  const nouns = url.split('/').filter((part) => part !== '' && part !== 'v1');
  const response = { ...fileAnswer(schema), ...(schema.response as Record<string, unknown> | undefined) };
  return {
    operationId: operationId(method, nouns),
    tags: [nouns[0] ?? 'other'],
    ...schema,
    ...(isPublic ? { security: [] } : { security: [{ accessToken: [] }, { apiKey: [] }] }),
    ...(takesKey ? { headers: IdempotencyHeaders } : {}),
    response: { ...response, default: problem },
  };
}

/** A route that streams a file names its media types in `produces` and has no schema for its content. */
function fileAnswer(schema: DocumentedSchema): Record<string, unknown> {
  const { produces } = schema;
  if (!produces || produces.includes('application/json')) return {};
  const content = Object.fromEntries(produces.map((type) => [type, { schema: { type: 'string' } }]));
  return { 200: { description: 'The file, streamed.', content } };
}

/** `GET /v1/items/:itemId` is `getItemsByItemId`. */
function operationId(method: string, parts: readonly string[]): string {
  const words = parts.flatMap((part) =>
    part.startsWith(':') || part.startsWith('{')
      ? ['by', part.replace(/[:{}]/g, '')]
      : part.split(/[^A-Za-z0-9]+/),
  );
  return (
    method.toLowerCase() +
    words
      .filter((word) => word !== '')
      .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
      .join('')
  );
}
