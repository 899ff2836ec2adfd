import type { ReorderLine, ReorderPage } from '@ordernimbus/contracts';
import { withTenant } from '@ordernimbus/data';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  explainReorder,
  exportPurchaseOrder,
  exportReorder,
  type ReorderListInput,
  recomputeReorder,
  updateReorder,
  updateTenant,
} from '../../src/index.ts';
import type { TestPlatform } from '../test-platform.ts';
import { seedRun } from './reorder-fixture.ts';
import { createReorderTest, find, list, textOf } from './reorder-shop.ts';

let test: TestPlatform;
let shop: Awaited<ReturnType<typeof createReorderTest>>['shop'];
beforeAll(async () => {
  ({ test, shop } = await createReorderTest());
});
afterAll(() => test.close());

const skus = (page: ReorderPage) => page.lines.map((line) => line.sku);

describe('reorder lines', () => {
  it('exist for every series with a forecast or stock, each with its status', async () => {
    const { ctx, lines, runId } = await shop();
    const page = await list(ctx);
    expect(lines).toBe(7);
    expect(page).toMatchObject({ runId, cutoff: '2026-11-22', offset: 0 });
    expect(page.lines.map((line) => [line.sku, line.locationName, line.status])).toEqual([
      ['A', 'Shop Main', 'order_now'],
      ['A', 'Shop North', 'order_now'],
      ['B', 'Shop Main', 'overstock'],
      ['C', 'Shop Main', 'no_stock_data'],
      ['D', 'Shop Main', 'no_forecast'],
      ['E', 'Shop Main', 'overstock'],
      ['G', 'Shop Main', 'order_now'],
    ]);
    const a = find(page, 'A');
    // lead 14 + review 7: 42 expected; spread 2 * sqrt(21) at 95 %; one more review period is 14
    const reorderPoint = 42 + 1.645 * 2 * Math.sqrt(21);
    expect(a.demandMean).toBeCloseTo(42, 4);
    expect(a.reorderPoint).toBeCloseTo(reorderPoint, 3);
    expect(a.orderUpTo).toBeCloseTo(reorderPoint + 14, 3);
    expect(a.suggested).toBe(Math.ceil(reorderPoint + 14 - 10));
    expect(a.valueMinor).toBe(a.suggested * 150);
    expect(a.stockOutOn).toBe('2026-11-27');
    expect(a.atRiskMinor).toBeGreaterThan(32 * 400);
    expect(find(page, 'A', 'Shop North').valueMinor).toBe(find(page, 'A', 'Shop North').suggested * 150);
    expect(find(page, 'D').valueMinor).toBeNull();
    expect(find(page, 'C')).toMatchObject({ onHand: null, suggested: 0, stockOutOn: null });
    expect(find(page, 'C').orderUpTo).toBeGreaterThan(63);
    expect(find(page, 'D')).toMatchObject({ demandMean: null, reorderPoint: null, suggested: 0 });
    expect(find(page, 'E')).toMatchObject({ orderUpTo: 0, overstockMinor: 700, suggested: 0 });
    expect(find(page, 'G').suggested).toBeGreaterThan(84 + 28 + 6);
  });

  it('follow a new run, and lines that it has no more are gone', async () => {
    const { ctx, tenant } = await shop([
      { sku: 'A', daily: 2, onHand: 10 },
      { sku: 'Old', daily: 2 },
    ]);
    expect(skus(await list(ctx))).toEqual(['A', 'Old']);
    await withTenant(test.platform.database, tenant.tenantId, (tx) => tx.query('delete from stock'));
    const next = await seedRun(test.platform.database, tenant.tenantId, [
      { sku: 'A', daily: 20, onHand: 11 },
    ]);
    await recomputeReorder(test.platform, { tenantId: tenant.tenantId });
    const page = await list(ctx);
    expect(page.runId).toBe(next.runId);
    expect(skus(page)).toEqual(['A']);
    expect(find(page, 'A')).toMatchObject({ onHand: 11 });
    expect(find(page, 'A').demandMean).toBeCloseTo(420, 2);
    // once more changes nothing
    await recomputeReorder(test.platform, { tenantId: tenant.tenantId });
    expect((await list(ctx)).lines).toEqual(page.lines);
  });

  it("follow the shop's defaults", async () => {
    const { ctx, tenant } = await shop();
    await updateTenant(test.contextFor(tenant, 'owner'), {
      planningDefaults: { leadTimeDays: 5, reviewDays: 1, serviceLevel: 0.8 },
    });
    expect(test.sent.at(-1)).toEqual({
      name: 'reorder-recompute',
      payload: { tenantId: tenant.tenantId },
      singletonKey: tenant.tenantId,
    });
    await recomputeReorder(test.platform, { tenantId: tenant.tenantId });
    const a = find(await list(ctx), 'A');
    expect(a).toMatchObject({ leadTimeDays: 5, reviewDays: 1, serviceLevel: 0.8 });
    expect(a.reorderPoint).toBeCloseTo(12 + 0.842 * 2 * Math.sqrt(6), 3);
  });

  it('are none before the first forecast', async () => {
    const tenant = await test.createTenant();
    expect(await recomputeReorder(test.platform, { tenantId: tenant.tenantId })).toBe(0);
    expect(await list(test.contextFor(tenant, 'viewer'))).toMatchObject({
      runId: null,
      lines: [],
      totals: { lines: 0, units: 0, bySupplier: [] },
    });
  });
});

describe('the list', () => {
  it('filters, sorts and adds up what the filter matches', async () => {
    const { ctx, keyOf } = await shop();
    const filtered = async (filter: ReorderListInput['filter']) => skus(await list(ctx, { filter }));
    expect(await filtered({ category: 'Tea' })).toEqual(['A', 'A', 'B']);
    expect(await filtered({ category: '' })).toEqual(['E', 'G']);
    expect(await filtered({ supplier: 'Leaf' })).toEqual(['A', 'A', 'B']);
    expect(await filtered({ supplier: '' })).toEqual(['D', 'E']);
    expect(await filtered({ locationId: keyOf('A', 'North').locationId })).toEqual(['A']);
    expect(await filtered({ status: ['overstock', 'no_forecast'] })).toEqual(['B', 'D', 'E']);
    expect(await filtered({ onlySuggested: true })).toEqual(['A', 'A', 'G']);
    expect(await filtered({ runsOut: true })).toEqual(['A', 'A', 'G']);
    expect(await filtered({ runsOut: true, category: 'Tea' })).toEqual(['A', 'A']);
    expect(await filtered({ search: 'ITEM b' })).toEqual(['B']);
    expect(await filtered({ search: '590' })).toEqual(['A', 'A']);
    expect(await filtered({ search: '%' })).toEqual([]);
    expect(await filtered({ search: 'item', category: 'Cups', status: ['no_forecast'] })).toEqual(['D']);

    const sorted = await list(ctx, { sort: 'at_risk', direction: 'desc', limit: 3 });
    const risks = sorted.lines.map((line) => line.atRiskMinor ?? -1);
    expect(risks).toEqual([...risks].sort((a, b) => b - a));
    expect(skus(await list(ctx, { offset: 2, limit: 2 }))).toEqual(['B', 'C']);

    const page = await list(ctx, { filter: { onlySuggested: true } });
    const sum = (of: (line: ReorderLine) => number | null) =>
      page.lines.reduce((total, line) => total + (of(line) ?? 0), 0);
    expect(page.totals).toMatchObject({
      lines: 3,
      linesToOrder: 3,
      units: sum((line) => line.suggested),
      valueMinor: sum((line) => line.valueMinor),
      atRiskMinor: sum((line) => line.atRiskMinor),
      overstockMinor: 0,
    });
    const suppliers = page.totals.bySupplier;
    expect(suppliers.map((each) => each.supplier).sort()).toEqual(['=HYPERLINK("x")', 'Leaf']);
    expect(suppliers.reduce((total, each) => total + each.units, 0)).toBe(page.totals.units);
  });

  it('shows another shop nothing', async () => {
    const { keyOf } = await shop();
    const stranger = await test.createTenant();
    const ctx = test.contextFor(stranger, 'owner');
    expect((await list(ctx)).totals.lines).toBe(0);
    await expect(explainReorder(ctx, keyOf('A'))).rejects.toMatchObject({ code: 'not_found' });
    await expect(
      updateReorder(ctx, { selection: { rows: [keyOf('A')] }, set: { onHand: 1 } }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('an explanation', () => {
  it('gives the numbers of the line, each with inputs and sources', async () => {
    const { ctx, keyOf, runId } = await shop();
    await updateReorder(ctx, { selection: { rows: [keyOf('A')] }, set: { leadTimeDays: 12 } });
    const page = await list(ctx);
    const { line, steps } = await explainReorder(ctx, keyOf('A'));
    expect(line).toEqual(find(page, 'A'));
    const step = (id: string) => {
      const found = steps.find((each) => each.id === id);
      if (!found) throw new Error(`no step ${id}`);
      return found;
    };
    expect(step('demand_mean').value).toBe(line.demandMean);
    expect(step('reorder_point').value).toBe(line.reorderPoint);
    expect(step('order_up_to').value).toBe(line.orderUpTo);
    expect(step('suggested').value).toBe(line.suggested);
    expect(step('value').value).toBe(line.valueMinor);
    expect(step('at_risk').value).toBe(line.atRiskMinor);
    expect(step('overstock').value).toBe(line.overstockMinor);
    expect(step('stock_out_on').display).toBe(line.stockOutOn);
    expect(step('position').value).toBe(10);
    expect(step('value').display).toMatch(/^€\d/);
    const inputs = step('reorder_point').inputs.map(
      (input) => `${input.name}: ${input.display} (${input.source})`,
    );
    expect(inputs).toContain('Lead time: 12 days (set for this item at this location)');
    expect(inputs).toContain('Review period: 7 days (shop default)');
    expect(inputs).toContain('Service level: 95 % (shop default)');
    expect(inputs.at(-1)).toContain(`forecast run ${runId}`);
    expect(inputs.at(-1)).toContain('interpolated between days 17 and 21 of the stored grid');
  });

  it('says what is missing', async () => {
    const { ctx, keyOf } = await shop();
    const texts = async (sku: string) => JSON.stringify((await explainReorder(ctx, keyOf(sku))).steps);
    expect(await texts('C')).toContain('the stock on hand is not known');
    expect(await texts('D')).toContain('its quantities are out of range');
    expect(await texts('E')).toContain('no longer sold');
    await expect(explainReorder(ctx, keyOf('F'))).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('exports', () => {
  it('gives the columns that are asked for, in the order of the list', async () => {
    const { ctx } = await shop();
    const input = { filter: {}, sort: 'sku', direction: 'desc' } as const;
    const text = await textOf(
      exportReorder(ctx, { ...input, columns: ['sku', 'onHand', 'supplier', 'unitCostMinor'] }),
    );
    expect(text).toBe(
      [
        'SKU,On hand,Supplier,Cost',
        'G,-6,"\'=HYPERLINK(""x"")",0.5',
        'E,7,,1',
        'D,4,,',
        'C,,"Clay, Ltd",9.99',
        'B,500,Leaf,2',
        'A,10,Leaf,1.5',
        'A,3,Leaf,1.5',
        '',
      ].join('\n'),
    );
    expect((await textOf(exportReorder(ctx, input))).split('\n')).toHaveLength(9);
    await expect(exportReorder(ctx, { ...input, columns: ['sku', 'secret'] })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('"secret"'),
    });
  });

  it('makes a purchase order of what is suggested, one line an item, for each supplier', async () => {
    const { ctx } = await shop();
    const page = await list(ctx);
    const quantity = find(page, 'A').suggested + find(page, 'A', 'Shop North').suggested;
    expect(await textOf(exportPurchaseOrder(ctx, { filter: { supplier: 'Leaf' } }))).toBe(
      `SKU,Barcode,Supplier SKU,Quantity,Cost,Tax\nA,590,,${quantity},1.50,\n`,
    );
    expect(await textOf(exportPurchaseOrder(ctx, { filter: { supplier: '=HYPERLINK("x")' } }))).toBe(
      `SKU,Barcode,Supplier SKU,Quantity,Cost,Tax\nG,,'+1,${find(page, 'G').suggested},0.50,\n`,
    );
    expect(await textOf(exportPurchaseOrder(ctx, { filter: { supplier: 'nobody' } }))).toBe(
      'SKU,Barcode,Supplier SKU,Quantity,Cost,Tax\n',
    );
  });

  it('of currencies without decimals has none', async () => {
    const tenant = await test.createTenant({ currency: 'JPY' });
    const { database } = test.platform;
    await seedRun(database, tenant.tenantId, [{ sku: 'A', daily: 1, onHand: 0, costMinor: 1250 }]);
    await recomputeReorder(test.platform, { tenantId: tenant.tenantId });
    const text = await textOf(exportPurchaseOrder(test.contextFor(tenant, 'viewer'), { filter: {} }));
    expect(text).toMatch(/,1250,\n$/);
  });
});
