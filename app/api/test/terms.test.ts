import type { ReorderPage, ReorderUpdated, Suppliers, TermsScenario } from '@ordernimbus/contracts';
import type { TestTenant } from '@ordernimbus/data/test';
import { recomputeReorder } from '@ordernimbus/services';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seedRun } from '../../../packages/services/test/reorder/reorder-fixture.ts';
import { createTestApi, type TestApi } from './test-api.ts';

let api: TestApi;
let tenant: TestTenant;
let keyOf: Awaited<ReturnType<typeof seedRun>>['keyOf'];
beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  tenant = await api.test.createTenant({ currency: 'EUR' });
  const { platform } = api.test;
  ({ keyOf } = await seedRun(platform.database, tenant.tenantId, [
    { sku: 'A', daily: 2, onHand: 30, supplier: 'Leaf', costMinor: 150, priceMinor: 400 },
    { sku: 'B', daily: 1, onHand: 60, supplier: 'Leaf', costMinor: 200 },
    { sku: 'C', daily: 3, onHand: 9, supplier: 'Clay', costMinor: 100 },
  ]));
  await recomputeReorder(platform, { tenantId: tenant.tenantId });
});

const as = (role: 'owner' | 'planner' | 'viewer', of = tenant) => ({ token: api.tokenFor(of, role) });
const list = async () => (await api.send('GET', '/v1/reorder?sort=sku', as('viewer'))).json<ReorderPage>();

describe('scenarios of ordering terms', () => {
  it('say what the list says after the bulk edit that applies them', async () => {
    const change = {
      selection: { filter: { supplier: 'Leaf' } },
      set: { leadTimeDays: 5, packSize: 12, minimumQuantity: 24, serviceLevel: 0.98 },
    };
    const before = await list();
    const answer = await api.send('POST', '/v1/scenarios/terms', { ...as('viewer'), body: change });
    expect(answer.statusCode).toBe(200);
    const said = answer.json<TermsScenario>();
    expect(said.linesTotal).toBe(2);
    expect(await list()).toEqual(before);

    const edit = await api.send('POST', '/v1/reorder/parameters', { ...as('planner'), body: change });
    const { totals } = edit.json<ReorderUpdated>();
    const { units, valueMinor, atRiskMinor, linesToOrder } = totals;
    expect(said.scenario).toMatchObject({ units, valueMinor, atRiskMinor, linesToOrder });
    const after = (await list()).lines.filter(({ supplier }) => supplier === 'Leaf');
    expect(after).toHaveLength(2);
    for (const line of after) {
      const { scenario } = said.lines.find(({ itemId }) => itemId === line.itemId) ?? {};
      const { safetyStock: _s, safetyStockMinor: _m, expectedLost: _l, ...plan } = scenario ?? {};
      expect(line).toMatchObject(plan);
      expect(line.suggested % 12).toBe(0);
    }
    expect(after.map(({ suggested }) => suggested)).not.toEqual(
      before.lines.filter(({ supplier }) => supplier === 'Leaf').map(({ suggested }) => suggested),
    );

    const again = (
      await api.send('POST', '/v1/scenarios/terms', { ...as('viewer'), body: change })
    ).json<TermsScenario>();
    expect(again).toMatchObject({ linesChanged: 0, baseline: said.scenario, scenario: said.scenario });
  });

  it('answer over a connection as within the process', async () => {
    const body = { selection: { filter: { supplier: 'Leaf' } }, set: { leadTimeDays: 21 } };
    const within = await api.send('POST', '/v1/scenarios/terms', { ...as('viewer'), body });
    const origin = await api.app.listen({ host: '127.0.0.1', port: 0 });
    const answer = await fetch(`${origin}/v1/scenarios/terms`, {
      method: 'POST',
      headers: { authorization: `Bearer ${as('viewer').token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual(within.json());
  });

  it("know nothing of another shop's rows, suppliers and totals", async () => {
    const stranger = await api.test.createTenant();
    const ask = (selection: object) =>
      api.send('POST', '/v1/scenarios/terms', {
        ...as('owner', stranger),
        body: { selection, set: { leadTimeDays: 21 } },
      });
    await seedRun(api.test.platform.database, stranger.tenantId, []);
    const rows = await ask({ rows: [keyOf('A')] });
    expect(rows.statusCode).toBe(404);
    expect(rows.body).not.toContain('Item A');
    for (const filter of [{}, { supplier: 'Leaf' }, { locationId: keyOf('A').locationId }]) {
      const answer = await ask({ filter });
      expect(answer.statusCode).toBe(200);
      expect(answer.json()).toMatchObject({ linesTotal: 0, lines: [], notes: [] });
    }
    const suppliers = async (of: TestTenant) =>
      (await api.send('GET', '/v1/reorder/suppliers', as('viewer', of))).json<Suppliers>().items;
    expect(await suppliers(stranger)).toEqual([]);
    expect(await suppliers(tenant)).toEqual([
      { supplier: 'Clay', lines: 1 },
      { supplier: 'Leaf', lines: 2 },
    ]);
  });

  it('refuse what is no term of ordering or out of its range, naming it', async () => {
    const selection = { filter: {} };
    for (const [set, field] of [
      [{ leadTimeDays: 366 }, 'leadTimeDays'],
      [{ serviceLevel: 1 }, 'serviceLevel'],
      [{ packSize: 0 }, 'packSize'],
      [{ onHand: 5 }, 'onHand'],
      [{ supplier: 'Other' }, 'supplier'],
    ] as const) {
      const answer = await api.send('POST', '/v1/scenarios/terms', {
        ...as('viewer'),
        body: { selection, set },
      });
      expect([answer.statusCode, answer.body]).toEqual([400, expect.stringContaining(field)]);
    }
    for (const more of [{ limit: 501 }, { sort: 'secret' }, { of: 'both' }]) {
      const body = { selection, set: {}, ...more };
      expect((await api.send('POST', '/v1/scenarios/terms', { ...as('viewer'), body })).statusCode).toBe(400);
    }
    const body = { selection, set: {}, limit: 0 };
    const totals = await api.send('POST', '/v1/scenarios/terms', { ...as('viewer'), body });
    expect(totals.json()).toMatchObject({ lines: [], linesTotal: 3 });
  });
});
