import { withTenant } from '@ordernimbus/data';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type Context,
  executeRun,
  getFreshness,
  getHome,
  listForecasts,
  listReorder,
  recomputeReorder,
  startRun,
  updateReorder,
} from '../../src/index.ts';
import { createTestPlatform, type TestPlatform } from '../test-platform.ts';
import { insertSales, makeSeries, quickEngine } from './sales-fixture.ts';

let test: TestPlatform;
let ctx: Context;
beforeAll(async () => {
  test = await createTestPlatform();
  ctx = test.contextFor(await test.createTenant(), 'planner');
});
afterAll(() => test.close());

const sales = [
  makeSeries('a', 'North', { days: 60, seed: 1 }),
  makeSeries('b', 'North', { days: 60, seed: 2 }),
];

async function forecast(): Promise<string> {
  const { id } = await startRun(ctx, { trigger: 'manual' });
  const outcome = await executeRun(
    test.platform,
    { tenantId: ctx.tenantId, runId: id },
    { pool: quickEngine },
  );
  await recomputeReorder(test.platform, { tenantId: ctx.tenantId });
  return outcome;
}
const plan = () => listReorder(ctx, { filter: {}, sort: 'sku', direction: 'asc', offset: 0, limit: 10 });

it('leaves nothing to plan when all sales are taken back, and loses nothing', async () => {
  await insertSales(test.platform.database, ctx.tenantId, sales);
  expect(await forecast()).toBe('done');
  await updateReorder(ctx, { selection: { filter: {} }, set: { onHand: 3, leadTimeDays: 9 } });
  const before = await plan();
  expect(before.totals.linesToOrder).toBe(2);

  await withTenant(test.platform.database, ctx.tenantId, (tx) =>
    tx.query('delete from sales_quarters where tenant_id = $1', [ctx.tenantId]),
  );
  expect(await forecast()).toBe('failed');
  expect(await plan()).toMatchObject({ runId: null, lines: [], totals: { lines: 0, linesToOrder: 0 } });
  expect(await getHome(ctx)).toMatchObject({
    hasData: false,
    runOut: { lines: 0 },
    next28: null,
    attention: [],
  });
  expect(await getFreshness(ctx)).toMatchObject({
    state: 'empty',
    message: 'No sales yet. Import a file to begin.',
  });
  await expect(listForecasts(ctx, {})).rejects.toMatchObject({ code: 'not_found' });

  await insertSales(test.platform.database, ctx.tenantId, sales);
  expect(await forecast()).toBe('done');
  const after = await plan();
  expect(after.lines).toEqual(before.lines);
});
