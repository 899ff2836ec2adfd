import { asOwner } from '@ordernimbus/data/test';
import type { ShopFixture } from './shop-fixture.ts';
import type { TestApi } from './test-api.ts';

export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly isPublic: boolean;
  readonly params: readonly { name: string; in: string; required?: boolean }[];
  readonly body: 'none' | 'json' | 'stream';
}

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
}

interface OpenApiOperation {
  security?: object[];
  parameters?: Parameter[];
  requestBody?: { content: Record<string, unknown> };
}

/** Every operation of the served OpenAPI document. */
export async function listOperations(api: TestApi): Promise<Operation[]> {
  const document = (await api.send('GET', '/openapi.json')).json<{
    paths: Record<string, Record<string, OpenApiOperation>>;
  }>();
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      isPublic: operation.security?.length === 0,
      params: operation.parameters ?? [],
      body: bodyKind(operation.requestBody?.content),
    })),
  );
}

function bodyKind(content: Record<string, unknown> | undefined): Operation['body'] {
  if (!content) return 'none';
  return 'application/json' in content ? 'json' : 'stream';
}

/** The victim's ids by the path that takes them; a new parameter must be added here. */
function pathValue(shop: ShopFixture, path: string, name: string): string | number {
  const noun = path.split('/')[2];
  const values: Record<string, string | number> = {
    itemId: shop.itemId,
    locationId: shop.locationId,
    userId: shop.tenant.users.planner.userId,
    day: shop.day,
    'imports id': shop.importId,
    'forecast-runs id': shop.runId,
    'api-keys id': shop.apiKeyId,
    'invitations id': shop.invitationId,
    'reorder id': shop.editId,
    'calendar id': shop.entryId,
  };
  const value = values[name] ?? values[`${noun} ${name}`];
  if (value === undefined)
    throw new Error(`${path}: no value for {${name}}; add one to pathValue in this file.`);
  return value;
}

/** Values of query parameters that a request must have. */
const requiredValues: Readonly<Record<string, string>> = { country: 'DE', year: '2026' };

/** Bodies that are right except that what they name is the victim's; a new write must be added here. */
function bodyOf(shop: ShopFixture, operation: Operation): unknown {
  const rows = [{ itemId: shop.itemId, locationId: shop.locationId }];
  const bodies: Record<string, unknown> = {
    'PATCH /v1/tenant': { name: 'renamed' },
    'PATCH /v1/members/{userId}': { role: 'viewer' },
    'POST /v1/invitations': { email: 'new@example.com', role: 'viewer' },
    'POST /v1/api-keys': { name: 'new', scopes: ['read'] },
    'PUT /v1/imports/{id}/mapping': { layout: 'long', columns: [{ index: 0, meaning: 'item' }] },
    'PUT /v1/imports/{id}/sheet': { sheet: 'Sales' },
    'POST /v1/reorder/parameters': { selection: { rows }, set: { leadTimeDays: 3, onHand: 1 } },
    'POST /v1/forecast-runs': {},
    'POST /v1/scenarios/preview': {
      itemId: shop.itemId,
      locationId: shop.locationId,
      promotion: { fromDay: '2026-11-10', toDay: '2026-11-12', discountPercent: null },
    },
    'POST /v1/scenarios/terms': { selection: { rows }, set: { leadTimeDays: 21 } },
    'POST /v1/calendar/entries': calendarEntry(shop),
    'PUT /v1/calendar/entries/{id}': calendarEntry(shop),
    'PUT /v1/calendar/holidays/settings': {
      country: 'DE',
      region: null,
      locations: [{ locationId: shop.locationId, country: 'US', region: null }],
    },
  };
  const body = bodies[`${operation.method} ${operation.path}`];
  if (body === undefined) {
    throw new Error(`${operation.method} ${operation.path}: no body; add one to bodyOf in this file.`);
  }
  return body;
}

const calendarEntry = (shop: ShopFixture) => ({
  kind: 'promotion',
  name: 'new',
  itemId: shop.itemId,
  category: null,
  locationId: shop.locationId,
  fromDay: '2026-12-01',
  toDay: '2026-12-02',
  discountPercent: null,
  priceMinor: null,
  closed: false,
});

/** Values of query parameters that select, by name; those that only page or sort are left out. */
function queryValues(shop: ShopFixture): Record<string, string | number> {
  return {
    locationId: shop.locationId,
    itemId: shop.itemId,
    importId: shop.importId,
    runId: shop.runId,
    search: 'item',
  };
}

export interface Probe {
  readonly operation: Operation;
  readonly url: string;
  readonly status: number;
  readonly body: string;
}

/** Calls every operation that needs a sign-in with the ids of `shop`, as whoever holds `token`. */
export async function probeOperations(
  api: TestApi,
  shop: ShopFixture,
  token: string,
  options: { reads: 'only' | 'and writes' },
): Promise<Probe[]> {
  const probes: Probe[] = [];
  for (const operation of await listOperations(api)) {
    if (operation.isPublic) continue;
    if (options.reads === 'only' && operation.method !== 'GET') continue;
    for (const url of urlsOf(shop, operation)) {
      const sent = requestOf(shop, operation);
      const answer = await api.send(operation.method, url, { token, ...sent });
      probes.push({
        operation,
        url,
        status: answer.statusCode,
        body: answer.body + loggedError(api, answer),
      });
    }
  }
  return probes;
}

/** What the log says of an answer that tells nothing itself. */
function loggedError(api: TestApi, answer: { statusCode: number; headers: Record<string, unknown> }): string {
  if (answer.statusCode < 500) return '';
  const id = String(answer.headers['x-request-id']);
  return api.test.logLines.filter((line) => line.includes(id)).join('\n');
}

/** What is sent with an operation so that it is taken. */
export function requestOf(
  shop: ShopFixture,
  operation: Operation,
): { body?: unknown; headers?: Record<string, string> } {
  if (operation.body === 'json') return { body: bodyOf(shop, operation) };
  const upload = uploads[`${operation.method} ${operation.path}`];
  if (upload === undefined) return {};
  return { body: upload, headers: { 'content-type': 'application/octet-stream' } };
}

/** Files that are taken as they are. */
const uploads: Readonly<Record<string, string>> = {
  'POST /v1/imports': 'date,item,quantity\n2026-10-01,x,1\n',
  'POST /v1/calendar/entries.csv': 'kind,name,from,to\nevent,fair,2026-12-01,2026-12-02\n',
};

export function urlsOf(shop: ShopFixture, operation: Operation): string[] {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
    encodeURIComponent(String(pathValue(shop, operation.path, name))),
  );
  const values = queryValues(shop);
  const queries = operation.params.filter((param) => param.in === 'query');
  const required = queries
    .filter((param) => param.required)
    .map((param) => [param.name, requiredValues[param.name] ?? 'probe.csv'] as const);
  const selecting = queries.filter((param) => values[param.name] !== undefined);
  const addressOf = (...extra: (readonly [string, string])[]) => {
    const text = new URLSearchParams(Object.fromEntries([...required, ...extra])).toString();
    return text ? `${path}?${text}` : path;
  };
  return [
    addressOf(),
    ...selecting.map((param) => addressOf([param.name, String(values[param.name])] as const)),
  ];
}

/** What of the victim's shows in an answer that it should not be in. Ids that the request itself held do not count. */
export function findLeaks(shop: ShopFixture, probes: readonly Probe[]): string[] {
  const ids = [
    shop.tenant.tenantId,
    shop.entryId,
    shop.importId,
    shop.runId,
    shop.apiKeyId,
    shop.invitationId,
  ];
  const people = Object.values(shop.tenant.users).map((user) => user.userId);
  return probes.flatMap((probe) => {
    const shown = [shop.marker, ...ids, ...people].filter(
      (text) => probe.body.includes(text) && !probe.url.includes(text),
    );
    const name = `${probe.operation.method} ${probe.url} (${probe.status})`;
    const found = shown.map((text) => `${name}: shows ${text}`);
    const takesIds = probe.operation.path.includes('{');
    if (takesIds && ![403, 404].includes(probe.status)) found.push(`${name}: should be 403 or 404`);
    if (probe.status >= 500) found.push(`${name}: ${probe.body}`);
    if (!takesIds && probe.status === 400) found.push(`${name}: the probe itself is wrong: ${probe.body}`);
    return found;
  });
}

/** A digest of every row of a tenant in every table, to see that nothing was changed. */
export async function digestOf(ownerUrl: string, tenantId: string): Promise<Record<string, string>> {
  return asOwner(ownerUrl, async (client) => {
    const tables = await client.query<{ name: string }>(
      `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`,
    );
    const digests: Record<string, string> = {};
    for (const { name } of tables.rows) {
      const result = await client.query<{ digest: string }>(
        `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as digest
         from ${name} t where tenant_id = $1`,
        [tenantId],
      );
      digests[name] = result.rows[0]?.digest ?? '';
    }
    return digests;
  });
}
