import type { ReorderLine, ReorderPage } from '@ordernimbus/contracts';
import { type Context, listReorder, type ReorderListInput, recomputeReorder } from '../../src/index.ts';
import { createTestPlatform, type TestPlatform } from '../test-platform.ts';
import { type PlannedSeries, seedRun } from './reorder-fixture.ts';

/** Items of every kind: with and without stock, cost, forecast. */
const assortment: PlannedSeries[] = [
  {
    sku: 'A',
    daily: 2,
    onHand: 10,
    category: 'Tea',
    supplier: 'Leaf',
    costMinor: 150,
    priceMinor: 400,
    barcode: '590',
  },
  { sku: 'A', location: 'North', daily: 1, onHand: 3, onOrder: 5 },
  { sku: 'B', daily: 1, onHand: 500, category: 'Tea', supplier: 'Leaf', costMinor: 200, priceMinor: 300 },
  { sku: 'C', daily: 3, category: 'Cups', supplier: 'Clay, Ltd', costMinor: 999 },
  { sku: 'D', daily: null, onHand: 4, category: 'Cups' },
  { sku: 'E', daily: null, code: 'delisted', onHand: 7, costMinor: 100 },
  { sku: 'F', daily: null, code: 'delisted' },
  {
    sku: 'G',
    daily: 4,
    onHand: -6,
    supplier: '=HYPERLINK("x")',
    supplierSku: '+1',
    costMinor: 50,
    priceMinor: 80,
  },
];

/** A platform of a test's own, and shops on it whose lines are computed. */
export async function createReorderTest() {
  const test: TestPlatform = await createTestPlatform();
  return {
    test,
    async shop(series: readonly PlannedSeries[] = assortment) {
      const tenant = await test.createTenant({ currency: 'EUR' });
      const seeded = await seedRun(test.platform.database, tenant.tenantId, series);
      const lines = await recomputeReorder(test.platform, { tenantId: tenant.tenantId });
      return { tenant, ctx: test.contextFor(tenant, 'planner'), lines, ...seeded };
    },
  };
}

export const list = (ctx: Context, input: Partial<ReorderListInput> = {}): Promise<ReorderPage> =>
  listReorder(ctx, { filter: {}, sort: 'sku', direction: 'asc', offset: 0, limit: 500, ...input });

export function find(page: ReorderPage, sku: string, location = 'Shop Main'): ReorderLine {
  const line = page.lines.find((each) => each.sku === sku && each.locationName === location);
  if (!line) throw new Error(`no line ${sku}`);
  return line;
}

export async function textOf(parts: Promise<AsyncGenerator<string>>): Promise<string> {
  let text = '';
  for await (const part of await parts) text += part;
  return text;
}
