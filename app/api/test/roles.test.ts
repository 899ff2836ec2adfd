import type { Role } from '@ordernimbus/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertShop, type ShopFixture } from './shop-fixture.ts';
import { probeOperations } from './tenant-probe.ts';
import { createTestApi, type TestApi } from './test-api.ts';

/**
 * The least role of every operation. An operation that is not here fails the test: a new one has to be decided.
 */
const leastRole: Readonly<Record<string, Role>> = {
  'GET /v1/me': 'viewer',
  'GET /v1/tenant': 'viewer',
  'PATCH /v1/tenant': 'owner',
  'GET /v1/members': 'viewer',
  'PATCH /v1/members/{userId}': 'owner',
  'DELETE /v1/members/{userId}': 'owner',
  'GET /v1/invitations': 'owner',
  'POST /v1/invitations': 'owner',
  'DELETE /v1/invitations/{id}': 'owner',
  'GET /v1/api-keys': 'owner',
  'POST /v1/api-keys': 'owner',
  'DELETE /v1/api-keys/{id}': 'owner',
  'GET /v1/items': 'viewer',
  'GET /v1/items/{itemId}': 'viewer',
  'GET /v1/locations': 'viewer',
  'GET /v1/items/{itemId}/locations/{locationId}/days/{day}/lines': 'viewer',
  'POST /v1/imports': 'planner',
  'GET /v1/imports': 'viewer',
  'GET /v1/imports/{id}': 'viewer',
  'PUT /v1/imports/{id}/mapping': 'planner',
  'PUT /v1/imports/{id}/sheet': 'planner',
  'POST /v1/imports/{id}/start': 'planner',
  'POST /v1/imports/{id}/cancel': 'planner',
  'POST /v1/imports/{id}/undo': 'planner',
  'GET /v1/imports/{id}/errors.csv': 'viewer',
  'GET /v1/imports/{id}/source': 'planner',
  'GET /v1/data-quality': 'viewer',
  'GET /v1/forecast-runs': 'viewer',
  'GET /v1/forecast-runs/{id}': 'viewer',
  'POST /v1/forecast-runs': 'planner',
  'POST /v1/forecast-runs/{id}/cancel': 'planner',
  'GET /v1/forecast-runs/{id}/failures': 'viewer',
  'GET /v1/forecasts/{itemId}/{locationId}': 'viewer',
  'GET /v1/forecasts/{itemId}/{locationId}/backtest': 'viewer',
  'GET /v1/forecasts/{itemId}/{locationId}/calendar': 'viewer',
  'GET /v1/forecasts/{itemId}/{locationId}/explanation': 'viewer',
  'GET /v1/forecasts': 'viewer',
  'GET /v1/forecasts.csv': 'viewer',
  'GET /v1/explorer': 'viewer',
  'GET /v1/accuracy': 'viewer',
  'GET /v1/reorder': 'viewer',
  'GET /v1/reorder/{itemId}/{locationId}': 'viewer',
  'POST /v1/reorder/parameters': 'planner',
  'POST /v1/reorder/edits/{id}/undo': 'planner',
  'GET /v1/reorder/export.csv': 'viewer',
  'GET /v1/reorder/purchase-order.csv': 'viewer',
  'GET /v1/home': 'viewer',
  'GET /v1/freshness': 'viewer',
  'POST /v1/scenarios/preview': 'viewer',
  'POST /v1/scenarios/terms': 'viewer',
  'GET /v1/reorder/suppliers': 'viewer',
  'GET /v1/calendar': 'viewer',
  'GET /v1/calendar/entries': 'viewer',
  'POST /v1/calendar/entries': 'planner',
  'PUT /v1/calendar/entries/{id}': 'planner',
  'DELETE /v1/calendar/entries/{id}': 'planner',
  'GET /v1/calendar/entries.csv': 'viewer',
  'POST /v1/calendar/entries.csv': 'planner',
  'GET /v1/calendar/holidays': 'viewer',
  'GET /v1/calendar/holidays/countries': 'viewer',
  'GET /v1/calendar/holidays/settings': 'viewer',
  'PUT /v1/calendar/holidays/settings': 'planner',
};
const rank: Readonly<Record<Role, number>> = { viewer: 0, planner: 1, owner: 2 };

let api: TestApi;
let shop: ShopFixture;
beforeAll(async () => {
  api = await createTestApi();
  shop = await insertShop(api.test.db.ownerUrl, await api.test.createTenant(), 'roleshop');
});
afterAll(() => api.close());

describe('roles', () => {
  // from the weakest to the strongest: what a role may do may change the shop
  it.each(['viewer', 'planner', 'owner'] as const)(
    '%s may do what the role allows, and nothing else',
    async (role) => {
      const probes = await probeOperations(api, shop, api.tokenFor(shop.tenant, role), {
        reads: 'and writes',
      });
      const wrong = probes.flatMap((probe) => {
        const name = `${probe.operation.method} ${probe.operation.path}`;
        const least = leastRole[name];
        if (!least) return [`${name}: decide in leastRole who may do this`];
        const allowed = rank[role] >= rank[least];
        return (probe.status !== 403) === allowed ? [] : [`${name}: ${role} got ${probe.status}`];
      });
      expect(wrong).toEqual([]);
    },
  );
});
