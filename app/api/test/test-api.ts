import type { Role } from '@ordernimbus/contracts';
import type { TestTenant } from '@ordernimbus/data/test';
import { createTokenIssuer, generateSigningKey, type SigningKey } from '@ordernimbus/services';
import { createTestPlatform, type TestPlatform } from '@ordernimbus/services/test';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { type ApiConfig, type ApiInstance, createApi, readApiConfig } from '../src/index.ts';

export interface TestApi {
  readonly app: ApiInstance;
  readonly test: TestPlatform;
  readonly key: SigningKey;
  /** access token of a person of this role */
  tokenFor(tenant: TestTenant, role: Role): string;
  /** a request as this person, or as nobody */
  send(
    method: string,
    url: string,
    options?: { token?: string; key?: string; body?: unknown; headers?: Record<string, string> },
  ): Promise<LightMyRequestResponse>;
  close(): Promise<void>;
}

let keyOfThisFile: Promise<SigningKey> | undefined;

/** The real server over a database of this file's own; answers are checked against their schemas. */
export async function createTestApi(
  options: { config?: Partial<ApiConfig>; now?: () => Date } = {},
): Promise<TestApi> {
  keyOfThisFile ??= generateSigningKey();
  const key = await keyOfThisFile;
  const test = await createTestPlatform(options.now ? { now: options.now } : {});
  const config = readApiConfig(
    {},
    { version: 'test', localMode: true, checkAnswers: true, ...options.config },
  );
  const app = await createApi({ platform: test.platform, config, signingKeys: [key] });
  const issuer = createTokenIssuer({ key, issuer: config.auth.issuer, audience: config.auth.audience });
  return {
    app,
    test,
    key,
    tokenFor: (tenant, role) =>
      issuer.issue({ tenantId: tenant.tenantId, role, ...tenant.users[role] }, test.platform.now())
        .accessToken,
    send(method, url, sendOptions = {}) {
      const { token, key: apiKey, body, headers } = sendOptions;
      const request: InjectOptions = {
        method: method as NonNullable<InjectOptions['method']>,
        url,
        headers: {
          host: 'localhost:3000',
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...(apiKey ? { 'x-api-key': apiKey } : {}),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: body as NonNullable<InjectOptions['payload']> }),
      };
      return app.inject(request);
    },
    async close() {
      await app.close();
      await test.close();
    },
  };
}
