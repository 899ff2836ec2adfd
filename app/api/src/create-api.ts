import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import {
  createLocalKeySource,
  createRemoteKeySource,
  createTokenIssuer,
  createTokenVerifier,
  type Platform,
  type SigningKey,
} from '@ordernimbus/services';
import { fastify } from 'fastify';
import type { ApiConfig } from './config.ts';
import type { ApiInstance } from './context.ts';
import {
  addAnswerChecks,
  addAuthentication,
  addIdempotency,
  addMetrics,
  addOpenApi,
  addProblems,
  createRequestIds,
  docsPlugin,
  frontendPlugin,
  notFound,
  sendUnroutable,
  validatorCompiler,
} from './plugins/index.ts';
import { createLimiters, type Limiters } from './rate-limits/index.ts';
import { authRoutes } from './routes/auth/index.ts';
import { healthRoutes } from './routes/health/index.ts';
import { routes } from './routes/index.ts';

declare module 'fastify' {
  interface FastifyInstance {
    apiConfig: ApiConfig;
    limiters: Limiters;
  }
}

export interface ApiOptions {
  readonly platform: Platform;
  readonly config: ApiConfig;
  /** keys of the local issuer, the first signs; none where another issuer is configured */
  readonly signingKeys?: readonly SigningKey[];
}

/** The whole HTTP side: API, documentation, metrics, health and the web application. Listening is up to the caller. */
export async function createApi(options: ApiOptions): Promise<ApiInstance> {
  const { platform, config } = options;
  const app: ApiInstance = fastify({
    logger: false,
    genReqId: createRequestIds(),
    requestIdHeader: false,
    bodyLimit: config.bodyLimitBytes,
    trustProxy: config.trustedProxies > 0 && ((_address: string, hop: number) => hop < config.trustedProxies),
    routerOptions: { maxParamLength: 300 },
    // an address that no route can be looked up for
    frameworkErrors: sendUnroutable,
    // an upload may take long; the time until the headers are here may not
    requestTimeout: 0,
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
  }).withTypeProvider<TypeBoxTypeProvider>();

  app.decorate('platform', platform);
  app.decorate('apiConfig', config);
  app.decorate(
    'limiters',
    createLimiters(config.rateLimits, () => platform.now().getTime()),
  );
  app.decorateRequest('principal', null);
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(() => JSON.stringify);
  addProblems(app);
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    reply.header('x-content-type-options', 'nosniff');
    reply.header('cache-control', 'no-store');
    done();
  });
  if (config.checkAnswers) addAnswerChecks(app);
  addMetrics(app, config);
  await addOpenApi(app, config);
  await app.register(healthRoutes);
  await app.register(docsPlugin);
  await registerV1(app, options);
  if (config.frontendFolder) await app.register(frontendPlugin, { folder: config.frontendFolder });
  else app.setNotFoundHandler((request, reply) => notFound(app, request, reply));
  await app.ready();
  return app;
}

async function registerV1(root: ApiInstance, options: ApiOptions): Promise<void> {
  const { auth } = options.config;
  const signingKeys = options.signingKeys ?? [];
  const [signingKey] = signingKeys;
  if (!auth.jwksUrl && !signingKey)
    throw new Error('The API needs a signing key, or AUTH_ISSUER and AUTH_JWKS_URL.');
  const now = () => options.platform.now().getTime();
  const keys = auth.jwksUrl
    ? createRemoteKeySource({ url: auth.jwksUrl, now })
    : createLocalKeySource(signingKeys);
  const verifier = createTokenVerifier({ issuer: auth.issuer, audience: auth.audience, keys, now });

  await root.register(
    async (app: ApiInstance) => {
      addAuthentication(app, verifier);
      addIdempotency(app);
      for (const route of routes) await app.register(route);
      if (!auth.jwksUrl && signingKey) {
        const issuer = createTokenIssuer({ key: signingKey, issuer: auth.issuer, audience: auth.audience });
        await app.register(authRoutes, { issuer });
      }
    },
    { prefix: '/v1' },
  );

  if (!auth.jwksUrl) {
    const jwks = { keys: signingKeys.map((key) => key.jwk) };
    root.get(
      '/.well-known/jwks.json',
      { schema: { hide: true }, config: { public: true } },
      async (_request, reply) => {
        reply.header('cache-control', 'public, max-age=300');
        return jwks;
      },
    );
  }
}
