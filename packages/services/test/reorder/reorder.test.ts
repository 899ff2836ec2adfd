import type { ReorderLine, ReorderPage } from '@ordernimbus/contracts';
import { raiseDataVersion, withTenant } from '@ordernimbus/data';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Context,
  explainReorder,
  exportPurchaseOrder,
  exportReorder,
  listReorder,
  type ReorderListInput,
  recomputeReorder,
  undoReorderEdit,
  updateReorder,
  updateTenant,
} from '../../src/index.ts';
import { createTestPlatform, type TestPlatform } from '../test-platform.ts';
import { type PlannedSeries, seedLargeRun, seedRun } from './reorder-fixture.ts';

let test: TestPlatform;
beforeAll(async () => {
  test = await createTestPlatform();
});
afterAll(() => test.close());

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

async function shop(series: readonly PlannedSeries[] = assortment) {
  const tenant = await test.createTenant({ currency: 'EUR' });
  const seeded = await seedRun(test.platform.database, tenant.tenantId, series);
  const lines = await recomputeReorder(test.platform, { tenantId: tenant.tenantId });
  return { tenant, ctx: test.contextFor(tenant, 'planner'), lines, ...seeded };
}

const list = (ctx: Context, input: Partial<ReorderListInput> = {}): Promise<ReorderPage> =>
  listReorder(ctx, { filter: {}, sort: 'sku', direction: 'asc', offset: 0, limit: 500, ...input });
const find = (page: ReorderPage, sku: string, location = 'Shop Main'): ReorderLine => {
  const line = page.lines.find((each) => each.sku === sku && each.locationName === location);
  if (!line) throw new Error(`no line ${sku}`);
  return line;
};
async function textOf(parts: Promise<AsyncGenerator<string>>): Promise<string> {
  let text = '';
  for await (const part of await parts) text += part;
  return text;
}
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

describe('an edit', () => {
  it('changes its lines, the totals, the version and the audit log in one step, and can be undone', async () => {
    const { ctx, tenant, keyOf } = await shop();
    const before = await list(ctx);
    const answer = await updateReorder(ctx, {
      selection: { rows: [keyOf('A')] },
      set: { leadTimeDays: 30, packSize: 12, onHand: 4, supplier: ' ' },
    });
    expect(answer).toMatchObject({ updated: 1, editId: expect.any(String) });
    const after = await list(ctx);
    const a = find(after, 'A');
    expect(a).toMatchObject({ leadTimeDays: 30, packSize: 12, onHand: 4, supplier: 'Leaf' });
    expect(a.demandMean).toBeCloseTo(74, 3);
    expect(a.suggested % 12).toBe(0);
    expect(after.totals).toEqual(answer.totals);
    expect(after.totals.units - before.totals.units).toBe(a.suggested - find(before, 'A').suggested);
    const audit = await withTenant(test.platform.database, tenant.tenantId, (tx) =>
      tx.query(`select actor, detail from audit_log where action = 'reorder.updated'`),
    );
    expect(audit).toEqual([
      {
        actor: `user:${tenant.users.planner.userId}`,
        detail: {
          set: { leadTimeDays: 30, packSize: 12, onHand: 4, supplier: null },
          rows: 1,
          selection: 'rows',
        },
      },
    ]);
    const editId = answer.editId as string;
    expect(await undoReorderEdit(ctx, { editId })).toEqual({ restored: 1, changedSince: 0 });
    expect((await list(ctx)).lines).toEqual(before.lines);
    await expect(undoReorderEdit(ctx, { editId })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is taken back exactly: what was not set is not set again, and stock that was unknown is unknown', async () => {
    const { ctx, tenant, keyOf } = await shop();
    await updateReorder(ctx, { selection: { rows: [keyOf('G')] }, set: { packSize: 6, leadTimeDays: 4 } });
    const rows = () =>
      withTenant(test.platform.database, tenant.tenantId, async (tx) => ({
        parameters: await tx.query(
          `select item_id, location_id, lead_time_days, pack_size, supplier from reorder_parameters
           where coalesce(lead_time_days, pack_size, 0) > 0 or supplier is not null order by 1, 2`,
        ),
        stock: await tx.query(
          'select item_id, location_id, on_hand, on_order, as_of, source from stock order by 1, 2',
        ),
      }));
    const before = { rows: await rows(), lines: (await list(ctx)).lines };
    const { editId, updated } = await updateReorder(ctx, {
      selection: { filter: {} },
      set: { onHand: 2, leadTimeDays: 40, supplier: 'Other' },
    });
    expect((await list(ctx)).lines).not.toEqual(before.lines);
    const undone = await undoReorderEdit(ctx, { editId: editId as string });
    expect(undone).toEqual({ restored: updated, changedSince: 0 });
    expect({ rows: await rows(), lines: (await list(ctx)).lines }).toEqual(before);
    const audit = await withTenant(test.platform.database, tenant.tenantId, (tx) =>
      tx.query(`select subject, detail from audit_log where action = 'reorder.undone'`),
    );
    expect(audit).toEqual([{ subject: editId, detail: undone }]);
  });

  it('is taken back without what was changed since', async () => {
    const { ctx, keyOf } = await shop();
    const { editId, updated } = await updateReorder(ctx, {
      selection: { filter: {} },
      set: { leadTimeDays: 40 },
    });
    await updateReorder(ctx, { selection: { rows: [keyOf('A')] }, set: { leadTimeDays: 3 } });
    expect(await undoReorderEdit(ctx, { editId: editId as string })).toEqual({
      restored: updated - 1,
      changedSince: 1,
    });
    const page = await list(ctx);
    expect(find(page, 'A').leadTimeDays).toBe(3);
    expect(find(page, 'G').leadTimeDays).not.toBe(40);
  });

  it('is taken back by its own shop only, and for 30 days', async () => {
    const { ctx, tenant, keyOf } = await shop();
    const edit = { selection: { rows: [keyOf('A')] }, set: { leadTimeDays: 40 } };
    const { editId } = (await updateReorder(ctx, edit)) as { editId: string };
    const stranger = test.contextFor(await test.createTenant(), 'owner');
    await expect(undoReorderEdit(stranger, { editId })).rejects.toMatchObject({ code: 'not_found' });
    await expect(undoReorderEdit(test.contextFor(tenant, 'viewer'), { editId })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await withTenant(test.platform.database, tenant.tenantId, (tx) =>
      tx.query(`update reorder_edits set at = at - interval '31 days'`),
    );
    await expect(undoReorderEdit(ctx, { editId })).rejects.toMatchObject({ code: 'not_found' });
    await updateReorder(ctx, edit);
    const kept = await withTenant(test.platform.database, tenant.tenantId, (tx) =>
      tx.query<{ edits: number; lines: number }>(
        `select (select count(*)::int from reorder_edits) as edits,
           (select count(*)::int from reorder_edit_lines) as lines`,
      ),
    );
    expect(kept).toEqual([{ edits: 1, lines: 1 }]);
  });

  it('reaches everything that a filter matches but the exceptions', async () => {
    const { ctx, keyOf } = await shop();
    const answer = await updateReorder(ctx, {
      selection: { filter: { onlySuggested: true }, except: [keyOf('G')] },
      set: { minimumQuantity: 300 },
    });
    expect(answer.updated).toBe(2);
    const page = await list(ctx);
    expect(find(page, 'A').suggested).toBe(300);
    expect(find(page, 'A', 'Shop North').suggested).toBe(300);
    expect(find(page, 'G')).toMatchObject({ minimumQuantity: null });
    expect(find(page, 'G').suggested).toBeLessThan(300);
    expect(answer.totals).toEqual((await list(ctx, { filter: { onlySuggested: true } })).totals);
  });

  it('gives a line whose stock was unknown its suggestion', async () => {
    const { ctx, keyOf } = await shop();
    await updateReorder(ctx, { selection: { rows: [keyOf('C')] }, set: { onHand: 0 } });
    const line = find(await list(ctx), 'C');
    expect(line).toMatchObject({ status: 'order_now', onHand: 0, onOrder: 0 });
    expect(line.suggested).toBe(Math.ceil(line.orderUpTo as number));
  });

  it('is refused to a viewer, without values, and for rows that are not there, changing nothing', async () => {
    const { ctx, tenant, keyOf } = await shop();
    const before = await list(ctx);
    const selection = { rows: [keyOf('A')] };
    await expect(
      updateReorder(test.contextFor(tenant, 'viewer'), { selection, set: { onHand: 1 } }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(updateReorder(ctx, { selection, set: {} })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(
      updateReorder(ctx, {
        selection: { rows: [keyOf('A'), { itemId: 2_000_000_000, locationId: 1 }] },
        set: { onHand: 1 },
      }),
    ).rejects.toMatchObject({ code: 'not_found', message: expect.stringContaining('1 of the 2 rows') });
    expect((await list(ctx)).lines).toEqual(before.lines);
  });

  it('and a recompute at the same time leave lines of the newest values', async () => {
    const { ctx, tenant, keyOf } = await shop();
    const edits = [5, 9, 13, 21, 34].map((leadTimeDays) =>
      updateReorder(ctx, { selection: { rows: [keyOf('A')] }, set: { leadTimeDays } }),
    );
    await Promise.all([
      ...edits,
      recomputeReorder(test.platform, { tenantId: tenant.tenantId }),
      recomputeReorder(test.platform, { tenantId: tenant.tenantId }),
    ]);
    const line = find(await list(ctx), 'A');
    const [stored] = await withTenant(test.platform.database, tenant.tenantId, (tx) =>
      tx.query<{ lead: number }>('select lead_time_days as lead from reorder_parameters'),
    );
    expect(line.leadTimeDays).toBe(stored?.lead);
    expect(line.demandMean).toBeCloseTo(2 * (line.leadTimeDays + 7), 3);
    expect((await list(ctx)).totals.lines).toBe(7);
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

describe('many lines', () => {
  it('are computed, added up, changed by a filter and exported whole', async () => {
    const tenant = await test.createTenant();
    const { database } = test.platform;
    const ctx = test.contextFor(tenant, 'planner');
    await seedLargeRun(database, tenant.tenantId, 600);
    expect(await recomputeReorder(test.platform, { tenantId: tenant.tenantId })).toBe(3000);
    const lines: ReorderLine[] = [];
    for (let offset = 0; offset < 3000; offset += 500) {
      lines.push(...(await list(ctx, { sort: 'at_risk', direction: 'desc', offset })).lines);
    }
    expect(new Set(lines.map((line) => `${line.itemId}:${line.locationId}`)).size).toBe(3000);
    const { totals } = await list(ctx, { limit: 1 });
    expect(totals.units).toBeCloseTo(
      lines.reduce((sum, line) => sum + line.suggested, 0),
      6,
    );
    expect(totals.overstockMinor).toBe(lines.reduce((sum, line) => sum + (line.overstockMinor ?? 0), 0));
    const found = await list(ctx, { filter: { search: 'number 59' }, limit: 500 });
    const wanted = lines.filter((line) => line.itemName.includes('number 59'));
    // 59 and 590 to 599, at five locations
    expect([found.lines.length, found.totals.lines, wanted.length]).toEqual([55, 55, 55]);
    const answer = await updateReorder(ctx, {
      selection: { filter: { supplier: 'Supplier 7' } },
      set: { reviewDays: 14 },
    });
    expect(answer).toMatchObject({ updated: 60, totals: { lines: 60 } });
    expect(await updateReorder(ctx, { selection: { filter: {} }, set: { serviceLevel: 0.9 } })).toMatchObject(
      { updated: 3000 },
    );
    const all = await list(ctx, { filter: { supplier: 'Supplier 7' } });
    expect(new Set(all.lines.map((line) => `${line.reviewDays} ${line.serviceLevel}`))).toEqual(
      new Set(['14 0.9']),
    );
    const text = await textOf(
      exportReorder(ctx, { filter: {}, sort: 'sku', direction: 'asc', columns: ['sku'] }),
    );
    expect(text.trimEnd().split('\n')).toHaveLength(3001);
  });

  it('answer from new totals once the data version grows', async () => {
    const { ctx, tenant } = await shop();
    expect((await list(ctx)).totals.lines).toBe(7);
    await withTenant(test.platform.database, tenant.tenantId, async (tx) => {
      await tx.query(`delete from reorder_lines where status = 'no_forecast'`);
      await raiseDataVersion(tx);
    });
    expect((await list(ctx)).totals.lines).toBe(6);
  });
});
