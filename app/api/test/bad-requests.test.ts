import type { Problem } from '@ordernimbus/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertShop, type ShopFixture } from './shop-fixture.ts';
import { listOperations, type Operation, requestOf, urlsOf } from './tenant-probe.ts';
import { createTestApi, type TestApi } from './test-api.ts';

let api: TestApi;
let shop: ShopFixture;
let token: string;

beforeAll(async () => {
  const generous = { burst: 1e9, perSecond: 1e9 };
  api = await createTestApi({
    config: {
      rateLimits: {
        signInPerAccount: generous,
        signInPerAddress: generous,
        signUpPerAddress: generous,
        publicPerAddress: generous,
        failuresPerAddress: generous,
        perTenant: generous,
      },
    },
  });
  shop = await insertShop(api.test.db.ownerUrl, await api.test.createTenant(), 'umbrafelt');
  token = api.tokenFor(shop.tenant, 'owner');
});
afterAll(() => api.close());

/** What stands in a request by mistake or on purpose. */
const texts = [
  '',
  ' ',
  'x',
  '-1',
  '0',
  '1.5',
  '1e999',
  'NaN',
  '2024-02-30',
  '9999-12-31',
  '0001-01-01',
  '\u0000',
  'a\u0000b',
  '\ud800',
  "' or 1=1 --",
  '%',
  '../../etc/passwd',
  'y'.repeat(5000),
];
const deep = `{"x":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
const values = [...texts, null, true, -1, 0, 1.5, 2 ** 31, 2 ** 53, 1e308, [], [null], {}, { x: 1 }];

/** Every request that differs from a right body in one place. */
function damaged(body: unknown): unknown[] {
  if (body === null || typeof body !== 'object') return values;
  const parts = Object.entries(body).flatMap(([key, part]) =>
    damaged(part).map((other) => {
      const copy: unknown = structuredClone(body);
      (copy as Record<string, unknown>)[key] = other;
      return copy;
    }),
  );
  const without = Object.keys(body).map((key) => {
    const copy = structuredClone(body) as Record<string, unknown>;
    delete copy[key];
    return copy;
  });
  return [...values, ...without, ...parts];
}

/** What is wrong with an answer; nothing when it is a success, or a problem that says in one line what happened. */
async function faultOf(
  operation: Operation,
  url: string,
  sent: { body?: unknown; headers?: Record<string, string> },
): Promise<string | undefined> {
  const answer = await api.send(operation.method, url, { token, ...sent });
  const { statusCode, headers, body } = answer;
  if (statusCode < 400) return undefined;
  const name = `${operation.method} ${url.slice(0, 150)} ${JSON.stringify(sent.body)?.slice(0, 200)} ${statusCode}`;
  if (statusCode >= 500) {
    const id = String(headers['x-request-id']);
    const logged = api.test.logLines.find((line) => line.includes(id) && line.includes('"err"'));
    return `${name}: ${/"message":"([^"]|\\")*/.exec(logged ?? '')?.[0]}`;
  }
  if (!String(headers['content-type']).startsWith('application/problem+json'))
    return `${name}: ${headers['content-type']}`;
  const problem = JSON.parse(body) as Problem;
  const isClear = /^[^\n]{10,400}[.!?]$/.test(problem.detail) && !/\bat .*:\d+:\d+/.test(body);
  return isClear && problem.status === statusCode ? undefined : `${name}: ${body.slice(0, 400)}`;
}

/** The run of the fixture has no files to compute a scenario from: an item that it does not have is asked for. */
function rightBody(operation: Operation): unknown {
  const { body } = requestOf(shop, operation);
  const isScenario = operation.path === '/v1/scenarios/preview';
  return isScenario ? { ...(body as object), itemId: shop.itemId + 1_000_000 } : body;
}

const operations = async (): Promise<Operation[]> =>
  (await listOperations(api)).filter((operation) => operation.path.startsWith('/v1/'));

async function faultsOf(
  requests: (operation: Operation) => readonly {
    url: string;
    body?: unknown;
    headers?: Record<string, string>;
  }[],
): Promise<{ sent: number; faults: string[] }> {
  const faults: string[] = [];
  let sent = 0;
  for (const operation of await operations()) {
    for (const { url, ...rest } of requests(operation)) {
      sent++;
      const fault = await faultOf(operation, url, rest);
      if (fault) faults.push(fault);
    }
  }
  return { sent, faults };
}

describe('every route of the OpenAPI document says what is wrong as a problem', () => {
  it('with bodies that are wrong in one place', async () => {
    const { sent, faults } = await faultsOf((operation) => {
      if (operation.body !== 'json') return [];
      const right = operation.isPublic ? { email: 'x', password: 'y' } : rightBody(operation);
      const url = operation.isPublic ? operation.path : (urlsOf(shop, operation)[0] as string);
      return damaged(right).map((body) => ({
        url,
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }));
    });
    expect(faults).toEqual([]);
    expect(sent).toBeGreaterThan(1000);
  });

  it('with bodies that are no JSON', async () => {
    const { faults } = await faultsOf((operation) =>
      operation.body === 'json'
        ? ['', '{', '{"a":1}}', '\ufeff{}', 'a=1', '{"__proto__":{"x":1}}', '['.repeat(100_000), deep].map(
            (body) => ({
              url: operation.isPublic ? operation.path : (urlsOf(shop, operation)[0] as string),
              body,
              headers: { 'content-type': 'application/json' },
            }),
          )
        : [],
    );
    expect(faults).toEqual([]);
  });

  it('with addresses and queries that are wrong in one place', async () => {
    const { faults } = await faultsOf((operation) => {
      if (operation.isPublic) return [];
      const [right = ''] = urlsOf(shop, operation);
      const [path = '', query = ''] = right.split('?');
      const { body, headers } = requestOf(shop, operation);
      const rest = { ...(body === undefined ? {} : { body }), ...(headers ? { headers } : {}) };
      const encoded = texts.map((text) => encodeURIComponent(text.toWellFormed()));
      const paths = [...operation.path.matchAll(/\{\w+\}/g)].flatMap((match) => {
        const at = operation.path.slice(0, match.index).split('/').length - 1;
        return [...encoded, '%00', '%ff', '%'].map((text) => {
          const parts = path.split('/');
          parts[at] = text;
          return parts.join('/') + (query ? `?${query}` : '');
        });
      });
      const queries = operation.params
        .filter((param) => param.in === 'query')
        .flatMap((param) =>
          [...encoded, '%00', '%ff', '%'].map((text) => {
            const kept = query.split('&').filter((pair) => pair !== '' && !pair.startsWith(`${param.name}=`));
            return `${path}?${[...kept, `${param.name}=${text}`].join('&')}`;
          }),
        );
      // a wrong address alone is asked for: what a write would do is another matter
      const addresses =
        operation.method === 'GET' || operation.body === 'stream' ? [...paths, ...queries] : paths;
      return addresses.map((url) => ({ url, ...rest }));
    });
    expect(faults).toEqual([]);
  });
});
