import { randomUUID } from 'node:crypto';
import { withTenant } from '@ordernimbus/data';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { getTenant, updateTenant } from '../../src/index.ts';
import { createTestPlatform, type TestPlatform } from '../test-platform.ts';

let test: TestPlatform;
beforeAll(async () => {
  test = await createTestPlatform();
});
afterAll(() => test.close());

async function shop() {
  const tenant = await test.createTenant({ currency: 'GBP' });
  return {
    ctx: test.contextFor(tenant, 'owner'),
    query: (text: string, ...values: unknown[]) =>
      withTenant(test.platform.database, tenant.tenantId, (tx) =>
        tx.query(text, [tenant.tenantId, ...values]),
      ),
  };
}
type Statement = readonly [text: string, ...values: unknown[]];
const addImport = (status: string, revenueMinor: number): Statement => [
  `insert into imports (tenant_id, id, file_name, status, result, created_by)
     values ($1, $2, 'sales.csv', $3, jsonb_build_object('revenueMinor', $4::bigint), 'test')`,
  randomUUID(),
  status,
  revenueMinor,
];

it('may change while no money is stored', async () => {
  const { ctx, query } = await shop();
  await query(`insert into items (tenant_id, sku, name) values ($1, 'a', 'A')`);
  await query(...addImport('done', 0));
  await query(...addImport('undone', 5000));
  expect((await getTenant(ctx)).isCurrencyFixed).toBe(false);
  expect(await updateTenant(ctx, { currency: 'JPY' })).toMatchObject({
    currency: 'JPY',
    isCurrencyFixed: false,
  });
});

it.each<[string, Statement]>([
  ['a price', [`insert into items (tenant_id, sku, name, price_minor) values ($1, 'a', 'A', 100)`]],
  [
    'a cost',
    [`insert into items (tenant_id, sku, name, unit_cost_minor) values ($1, 'a', 'A', 100)`] as const,
  ],
  ['sales in money', addImport('done', 5000)],
  ['an import that is under way', addImport('running', 0)],
])('stays once there is %s', async (_, statement) => {
  const { ctx, query } = await shop();
  await query(...statement);
  expect((await getTenant(ctx)).isCurrencyFixed).toBe(true);
  await expect(updateTenant(ctx, { currency: 'JPY', name: 'Renamed' })).rejects.toMatchObject({
    code: 'conflict',
    message: 'The currency stays GBP: prices, costs or sales are stored in it. Make another shop for JPY.',
    places: [{ field: 'currency' }],
  });
  // the settings page sends all of its fields
  expect(await updateTenant(ctx, { currency: 'GBP', name: 'Renamed' })).toMatchObject({
    currency: 'GBP',
    name: 'Renamed',
  });
});
