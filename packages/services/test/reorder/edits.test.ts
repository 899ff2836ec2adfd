import type { ReorderLine } from '@ordernimbus/contracts';
import { raiseDataVersion, withTenant } from '@ordernimbus/data';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportReorder, recomputeReorder, undoReorderEdit, updateReorder } from '../../src/index.ts';
import type { TestPlatform } from '../test-platform.ts';
import { seedLargeRun } from './reorder-fixture.ts';
import { createReorderTest, find, list, textOf } from './reorder-shop.ts';

let test: TestPlatform;
let shop: Awaited<ReturnType<typeof createReorderTest>>['shop'];
beforeAll(async () => {
  ({ test, shop } = await createReorderTest());
});
afterAll(() => test.close());

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
