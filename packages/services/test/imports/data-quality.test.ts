import { withTenant } from '@ordernimbus/data';
import { asOwner } from '@ordernimbus/data/test';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Context, getDataQuality } from '../../src/index.ts';
import { createTestPlatform, type TestPlatform } from '../test-platform.ts';
import { dailyFacts, importWhole, undo } from './import-fixture.ts';

let now = new Date('2026-06-01T10:00:00Z');
let test: TestPlatform;
beforeAll(async () => {
  test = await createTestPlatform({ now: () => now });
});
afterAll(() => test.close());

const shop = async (): Promise<Context> => test.contextFor(await test.createTenant(), 'owner');
const dayOf = (at: number): string => new Date(Date.UTC(2025, 0, 1 + at)).toISOString().slice(0, 10);

/** Sales of two shops with large orders, a constant item, items of a few weeks, returns and money paid back. */
function makeSales(): string {
  let state = 11;
  const chance = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const lines = ['date,sku,store,units,price'];
  for (let item = 0; item < 24; item++) {
    for (let t = item % 5 === 0 ? 250 : 0; t < 300; t++) {
      const store = `S${1 + (item % 2)}`;
      const units = item === 3 ? 0.1 : chance() < 0.4 ? Math.ceil(6 * chance()) : 0;
      if (units > 0) lines.push(`${dayOf(t)},I${item},${store},${units},2.00`);
      if (item > 3 && chance() < 0.004) lines.push(`${dayOf(t)},I${item},${store},${90 + item},2.00`);
      if (item > 3 && chance() < 0.01) lines.push(`${dayOf(t)},I${item},${store},-1,20.00`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** The counts, from the stored days, as the sentences of the report name them. */
async function countByHand(ctx: Context): Promise<Record<string, number>> {
  const series = new Map<string, number[]>();
  const spans = new Map<string, [number, number]>();
  const counted = { history: 0, short_history: 0, outliers: 0, negative_revenue: 0, units: 0, returned: 0 };
  for (const fact of await dailyFacts(ctx)) {
    const [key = '', sold, returned, revenue] = fact.split(' ');
    const [sku = '', code, day = ''] = key.split('|');
    const units = Number(sold);
    counted.units += units;
    counted.returned += Number(returned);
    if (Number(revenue) < 0 && units > Number(returned)) counted.negative_revenue++;
    if (units <= 0) continue;
    series.set(`${sku}|${code}`, [...(series.get(`${sku}|${code}`) ?? []), units]);
    const at = Date.parse(day) / 86_400_000;
    const [first, last] = spans.get(sku) ?? [at, at];
    spans.set(sku, [Math.min(first, at), Math.max(last, at)]);
  }
  for (const sold of series.values()) {
    const mean = sold.reduce((sum, one) => sum + one, 0) / sold.length;
    const spread = Math.sqrt(sold.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (sold.length - 1));
    if (sold.length >= 10) counted.outliers += sold.filter((one) => one > mean + 6 * spread + 1e-9).length;
  }
  counted.history = spans.size;
  counted.short_history = [...spans.values()].filter(([first, last]) => last - first + 1 < 90).length;
  return counted;
}

it('is made once for sales that came before reports were kept', async () => {
  const ctx = await shop();
  await importWhole(ctx, makeSales());
  const kept = await getDataQuality(ctx);
  await withTenant(ctx.platform.database, ctx.tenantId, (tx) => tx.query('delete from sales_reports'));
  expect(await getDataQuality(ctx)).toEqual(kept);
  await withTenant(ctx.platform.database, ctx.tenantId, (tx) => tx.query('delete from sales_quarters'));
  expect(await getDataQuality(ctx)).toEqual(kept);
});

it('counts what the stored days say', async () => {
  const ctx = await shop();
  await importWhole(ctx, makeSales());
  const { units, returned, ...counts } = await countByHand(ctx);
  const found = (await getDataQuality(ctx)).items;
  const countOf = (id: string): number | undefined => found.find((one) => one.id === id)?.count;
  expect(counts.outliers).toBeGreaterThan(3);
  expect(counts.negative_revenue).toBeGreaterThan(3);
  expect(counts.short_history).toBe(5);
  for (const [id, count] of Object.entries(counts)) expect([id, countOf(id)]).toEqual([id, count]);
  expect(countOf('returns')).toBe(returned);
  expect(found[0]?.detail).toContain(Math.round(units ?? 0).toLocaleString('en'));
});

it('is kept by the import that changed the sales, not counted anew for each reader', async () => {
  const ctx = await shop();
  expect((await getDataQuality(ctx)).items).toEqual([]);
  const first = await importWhole(ctx, 'date,sku,store,units\n2026-01-01,A,S1,3\n2026-01-02,B,S1,2\n');
  const afterFirst = await getDataQuality(ctx);
  expect(afterFirst).toMatchObject({ asOf: now.toISOString(), items: [{ id: 'history', count: 2 }, {}] });
  now = new Date('2026-06-02T10:00:00Z');
  const second = await importWhole(ctx, 'date,sku,store,units\n2026-01-03,C,S1,4\n');
  expect(await getDataQuality(ctx)).toMatchObject({ asOf: now.toISOString(), items: [{ count: 3 }, {}] });
  // a file that changes no day
  now = new Date('2026-06-03T10:00:00Z');
  const third = await importWhole(ctx, 'date,sku,store,units\n2026-01-03,C,S1,4\n');
  expect((await getDataQuality(ctx)).asOf).toBe('2026-06-02T10:00:00.000Z');
  await withTenant(ctx.platform.database, ctx.tenantId, (tx) => tx.query('delete from sales_quarters'));
  expect((await getDataQuality(ctx)).items[0]).toMatchObject({ id: 'history', count: 3 });
  // made on the spot where none is kept, as for sales that came before reports were, and kept from then on
  await withTenant(ctx.platform.database, ctx.tenantId, (tx) => tx.query('delete from sales_reports'));
  expect((await getDataQuality(ctx)).items).toEqual([]);
  for (const { id } of [first, third, second]) await undo(ctx, id);
  expect((await getDataQuality(ctx)).items).toEqual([]);
});

it('does not take an import back where none can be made', async () => {
  const ctx = await shop();
  await importWhole(ctx, 'date,sku,store,units\n2026-01-01,A,S1,3\n2026-01-02,B,S1,2\n');
  // a quantity whose square is beyond all numbers, come upon the sales just before they are counted
  await asOwner(test.db.ownerUrl, (client) =>
    client.query(`
      create function break_sales() returns trigger language plpgsql security definer as $$ begin
        insert into sales_quarters (tenant_id, item_id, location_id, quarter, days, sold, returned, revenue_minor, lines)
        select tenant_id, item_id, location_id, '2020-01-01', '{0}', '{1e200}', '{0}', '{0}', '{1}'
        from sales_quarters where tenant_id = new.tenant_id order by item_id limit 1 on conflict do nothing;
        return new; end $$;
      create trigger break_sales before update on imports for each row
        when (new.progress->>'stage' = 'looking it over' and new.status = 'running') execute function break_sales()`),
  );
  try {
    const done = await importWhole(ctx, 'date,sku,store,units\n2026-01-03,C,S1,4\n');
    expect(done.status).toBe('done');
  } finally {
    await asOwner(test.db.ownerUrl, (client) =>
      client.query('drop trigger break_sales on imports; drop function break_sales'),
    );
  }
  expect(test.logLines.join()).toContain('no report on the sales could be made');
  await withTenant(ctx.platform.database, ctx.tenantId, (tx) =>
    tx.query(`delete from sales_quarters where quarter = '2020-01-01'`),
  );
  expect((await getDataQuality(ctx)).items[0]).toMatchObject({ id: 'history', count: 3 });
});
