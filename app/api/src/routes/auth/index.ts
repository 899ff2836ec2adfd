import { fastifyCookie } from '@fastify/cookie';
import {
  AcceptInvitationInput,
  Id,
  ServiceError,
  Session,
  SignInInput,
  SignUpInput,
} from '@ordernimbus/contracts';
import {
  type AuthContext,
  acceptInvitation,
  type OpenedSession,
  openSample,
  refreshSession,
  signIn,
  signOut,
  signUp,
  type TokenIssuer,
} from '@ordernimbus/services';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { ApiInstance } from '../../context.ts';
import { isLoopbackPeer } from '../../plugins/loopback.ts';
import { limitRate } from '../../rate-limits/index.ts';
import { checkOrigin } from './check-origin.ts';
import { clearRefreshCookie, readRefreshCookie, setRefreshCookie } from './refresh-cookie.ts';

const config = { public: true } as const;
const answer200 = { 200: Session };
const answer201 = { 201: Session };

/** Signing in with the local issuer. Not registered where another issuer (Cognito) is configured. */
export async function authRoutes(app: ApiInstance, options: { issuer: TokenIssuer }): Promise<void> {
  const { limiters, apiConfig } = app;
  const secure = apiConfig.publicUrl?.startsWith('https:') ?? !apiConfig.localMode;

  // here only: no other route reads a cookie
  await app.register(fastifyCookie);
  app.addHook('onRequest', async (request) => checkOrigin(request, apiConfig.publicUrl));

  const authOf = (request: FastifyRequest): AuthContext => ({
    platform: app.platform,
    issuer: options.issuer,
    requestId: request.id,
  });
  const answer = (reply: FastifyReply, opened: OpenedSession) => {
    setRefreshCookie(reply, opened.refresh, secure);
    return opened.session;
  };

  app.post(
    '/auth/sign-up',
    { config, schema: { body: SignUpInput, response: answer201 } },
    async (request, reply) => {
      limitRate(limiters.signUpPerAddress, request.ip);
      const opened = await signUp(authOf(request), request.body);
      reply.code(201);
      return answer(reply, opened);
    },
  );

  app.post(
    '/auth/sign-in',
    { config, schema: { body: SignInInput, response: answer200 } },
    async (request, reply) => {
      limitRate(limiters.signInPerAddress, request.ip);
      limitRate(limiters.signInPerAccount, `${request.ip} ${request.body.email.toLowerCase()}`);
      return answer(reply, await signIn(authOf(request), request.body));
    },
  );

  app.post(
    '/auth/accept-invitation',
    { config, schema: { body: AcceptInvitationInput, response: answer201 } },
    async (request, reply) => {
      limitRate(limiters.signInPerAddress, request.ip);
      const opened = await acceptInvitation(authOf(request), request.body);
      reply.code(201);
      return answer(reply, opened);
    },
  );

  app.post('/auth/sample', { config, schema: { response: answer200 } }, async (request, reply) => {
    if (!apiConfig.localMode || !isLoopbackPeer(request)) {
      throw new ServiceError('not_found', 'There is no sample shop here.');
    }
    return answer(reply, await openSample(authOf(request)));
  });

  const RefreshInput = Type.Optional(Type.Union([Type.Object({ tenantId: Type.Optional(Id) }), Type.Null()]));
  app.post(
    '/auth/refresh',
    { config, schema: { body: RefreshInput, response: answer200 } },
    async (request, reply) => {
      const refreshToken = readRefreshCookie(request);
      if (!refreshToken) throw new ServiceError('unauthenticated', 'You are not signed in.');
      const tenantId = request.body?.tenantId;
      try {
        const input = tenantId === undefined ? { refreshToken } : { refreshToken, tenantId };
        return answer(reply, await refreshSession(authOf(request), input));
      } catch (error) {
        // an ended session's cookie is of no use; one that asked for a foreign shop is
        if (error instanceof ServiceError && error.code === 'unauthenticated' && tenantId === undefined) {
          clearRefreshCookie(reply, secure);
        }
        throw error;
      }
    },
  );

  app.post(
    '/auth/sign-out',
    { config, schema: { response: { 204: Type.Null() } } },
    async (request, reply) => {
      const refreshToken = readRefreshCookie(request);
      if (refreshToken) await signOut(authOf(request), { refreshToken });
      clearRefreshCookie(reply, secure);
      return reply.code(204).send(null);
    },
  );
}
