import type { CalendarEntryInput, Forecast, ForecastExplanation } from '@ordernimbus/contracts';
import { withTenant } from '@ordernimbus/data';
import type { TestTenant } from '@ordernimbus/data/test';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  addCalendarEntry,
  type Context,
  changeHolidaySettings,
  deleteCalendarEntry,
  executeRun,
  explainForecast,
  getAccuracy,
  getForecast,
  listForecasts,
  previewScenario,
  replayRun,
  startRun,
} from '../../src/index.ts';
import { createTestPlatform, type TestPlatform } from '../test-platform.ts';
import { createChance, directEngine, type FixtureSeries, insertSales, isoDayAt } from './sales-fixture.ts';

const start = '2025-01-01';
const days = 420;
const cutoff = isoDayAt(start, days - 1);
/** Promoted weeks of the past, by their first day. */
const promoted = Array.from({ length: 10 }, (_, i) => 20 + 40 * i);

/** Ten items; `factor` says how demand of a day differs from the item's usual. */
function makeShop(factor: (item: number, day: number) => number): FixtureSeries[] {
  return Array.from({ length: 10 }, (_, item) => {
    const chance = createChance(item + 1);
    const sold = new Map<string, number>();
    for (let day = 0; day < days; day++) {
      const expected = (8 + 3 * item) * (1 + 0.3 * Math.sin((2 * Math.PI * day) / 7)) * factor(item, day);
      const units = Math.round(expected * (0.8 + 0.4 * chance()));
      if (units > 0) sold.set(isoDayAt(start, day), units);
    }
    return { sku: `I${item}`, location: 'L1', category: 'Tea', sold };
  });
}

const entry = (changes: Partial<CalendarEntryInput>): CalendarEntryInput => ({
  kind: 'promotion',
  name: 'Offer',
  itemId: null,
  category: null,
  locationId: null,
  fromDay: cutoff,
  toDay: cutoff,
  discountPercent: null,
  priceMinor: null,
  closed: false,
  ...changes,
});

let test: TestPlatform;
let tenant: TestTenant;
let ctx: Context;
beforeAll(async () => {
  test = await createTestPlatform();
});
afterAll(() => test.close());
beforeEach(async () => {
  tenant = await test.createTenant();
  ctx = test.contextFor(tenant, 'planner');
});

async function run(): Promise<string> {
  const { id } = await startRun(ctx, { trigger: 'manual' });
  const outcome = await executeRun(
    test.platform,
    { tenantId: ctx.tenantId, runId: id },
    { pool: directEngine },
  );
  expect(outcome).toBe('done');
  return id;
}

/** Mean forecast of each item on the days `from` .. `to` ahead (1 = the first), by code. */
async function forecastOf(from: number, to: number): Promise<Map<string, number>> {
  const sums = new Map<string, number>();
  for (const { itemId, locationId, sku } of (await listForecasts(ctx, { limit: 100 })).items) {
    const { forecast } = JSON.parse((await getForecast(ctx, { itemId, locationId })).body) as Forecast;
    sums.set(
      sku,
      forecast.mean.slice(from - 1, to).reduce((sum, value) => sum + value, 0),
    );
  }
  return sums;
}

const total = (sums: ReadonlyMap<string, number>): number => [...sums.values()].reduce((a, b) => a + b, 0);
const inputDigest = (runId: string) =>
  withTenant(test.platform.database, ctx.tenantId, async (tx) => {
    const rows = await tx.query<{ digest: string }>(
      'select input_digest as digest from forecast_runs where tenant_id = $1 and id = $2',
      [ctx.tenantId, runId],
    );
    return rows[0]?.digest;
  });

const explain = async (key: { itemId: number; locationId: number }): Promise<ForecastExplanation> =>
  JSON.parse((await explainForecast(ctx, key)).body) as ForecastExplanation;

async function enterPastPromotions(): Promise<void> {
  for (const day of promoted) {
    await addCalendarEntry(
      ctx,
      entry({ fromDay: isoDayAt(start, day), toDay: isoDayAt(start, day + 6), discountPercent: 20 }),
    );
  }
}

describe('a run with a calendar', () => {
  const isPromoted = (day: number): boolean => promoted.some((from) => day >= from && day < from + 7);

  it('forecasts more where a promotion is planned that doubled sales before, and is the same again without it', async () => {
    await insertSales(
      test.platform.database,
      ctx.tenantId,
      makeShop((_, day) => (isPromoted(day) ? 2 : 1)),
    );
    const bare = await run();
    const unlearnt = (await listForecasts(ctx, {})).items[0];
    const early = await previewScenario(ctx, {
      itemId: unlearnt?.itemId ?? 0,
      locationId: unlearnt?.locationId ?? 0,
      promotion: { fromDay: isoDayAt(cutoff, 8), toDay: isoDayAt(cutoff, 14), discountPercent: 20 },
    });
    expect(early.notes.map(({ code }) => code)).toEqual(['promotions_unknown']);
    expect(early.scenario).toEqual(early.baseline);
    expect(early.money).toBeNull();
    await enterPastPromotions();
    await run();
    const usual = await forecastOf(8, 14);
    const other = await forecastOf(22, 28);
    const [item] = (await listForecasts(ctx, {})).items;
    if (!item) throw new Error('no forecast');
    const what = {
      itemId: item.itemId,
      locationId: item.locationId,
      promotion: { fromDay: isoDayAt(cutoff, 8), toDay: isoDayAt(cutoff, 14), discountPercent: 20 },
    };
    const preview = await previewScenario(ctx, what);
    expect(preview.notes).toEqual([]);
    expect(preview.changed.baselineUnits).toBeCloseTo(usual.get(item.sku) ?? 0, 2);
    expect(preview.changed.scenarioUnits / preview.changed.baselineUnits).toBeGreaterThan(1.5);
    for (let day = 0; day < 6; day++) {
      const ratio = (preview.scenario.mean[day] ?? 0) / (preview.baseline.mean[day] ?? 0);
      expect(Math.abs(ratio - 1), `day ${day + 1}`).toBeLessThan(0.05);
    }
    expect(preview.scenario.low80[8]).toBeGreaterThan(preview.baseline.mean[8] ?? 0);
    const price = { fromDay: what.promotion.fromDay, toDay: what.promotion.toDay, changePercent: -10 };
    const priced = await previewScenario(ctx, {
      itemId: item.itemId,
      locationId: item.locationId,
      price,
    });
    expect(priced.notes.map(({ code }) => code)).toEqual(['prices_unknown']);
    expect(priced.scenario).toEqual(priced.baseline);
    for (const wrong of [
      {},
      { promotion: { ...what.promotion, toDay: what.promotion.fromDay, fromDay: what.promotion.toDay } },
      { promotion: { ...what.promotion, fromDay: cutoff } },
      { price: { ...price, toDay: isoDayAt(cutoff, 92) } },
    ]) {
      const asked = { itemId: item.itemId, locationId: item.locationId, ...wrong };
      await expect(previewScenario(ctx, asked)).rejects.toMatchObject({ code: 'invalid_input' });
    }
    const { id } = await addCalendarEntry(
      ctx,
      entry({
        fromDay: isoDayAt(cutoff, 8),
        toDay: isoDayAt(cutoff, 14),
        discountPercent: 20,
      }),
    );
    const planned = await run();
    const raised = await forecastOf(8, 14);
    for (const [sku, units] of usual) expect((raised.get(sku) ?? 0) / units, sku).toBeGreaterThan(1.5);
    expect(total(raised) / total(usual)).toBeLessThan(2.4);
    // days without a promotion stay what they were, but for what the new days around them say
    expect(Math.abs(total(await forecastOf(22, 28)) / total(other) - 1)).toBeLessThan(0.1);
    expect(await inputDigest(planned)).not.toBe(await inputDigest(bare));
    const { ahead } = await explain(item);
    expect(ahead.map(({ kind, days: on }) => [kind, on])).toEqual([['promotion', 7]]);
    const bump = (raised.get(item.sku) ?? 0) - (usual.get(item.sku) ?? 0);
    expect((ahead[0]?.units ?? 0) / bump).toBeGreaterThan(0.8);
    expect((ahead[0]?.units ?? 0) / bump).toBeLessThan(1.25);
    expect(ahead[0]?.words).toMatch(/^Promotions on 7 of 91 days ahead: \d+ units more$/);
    const replay = await replayRun(ctx, { runId: planned }, { pool: directEngine });
    expect(replay).toMatchObject({ inputSame: true, outputSame: true });

    await deleteCalendarEntry(ctx, { id });
    await withTenant(test.platform.database, ctx.tenantId, (tx) =>
      tx.query('delete from calendar_entries where tenant_id = $1', [ctx.tenantId]),
    );
    expect(await inputDigest(await run())).toBe(await inputDigest(bare));
  }, 120_000);

  it('gives one item its promotion and leaves the others', async () => {
    await insertSales(
      test.platform.database,
      ctx.tenantId,
      makeShop((_, day) => (isPromoted(day) ? 2 : 1)),
    );
    await enterPastPromotions();
    await run();
    const usual = await forecastOf(8, 14);
    const items = (await listForecasts(ctx, {})).items;
    await addCalendarEntry(
      ctx,
      entry({
        itemId: items.find(({ sku }) => sku === 'I3')?.itemId ?? 0,
        fromDay: isoDayAt(cutoff, 8),
        toDay: isoDayAt(cutoff, 14),
        discountPercent: 20,
      }),
    );
    await run();
    const raised = await forecastOf(8, 14);
    for (const [sku, units] of usual) {
      const ratio = (raised.get(sku) ?? 0) / units;
      if (sku === 'I3') expect(ratio).toBeGreaterThan(1.5);
      else expect(Math.abs(ratio - 1), sku).toBeLessThan(0.05);
    }
  }, 120_000);

  it('forecasts less at a higher planned price, where prices moved demand before', async () => {
    // every item is dearer by a third in its own months, and sells half
    const isDear = (item: number, day: number): boolean => Math.floor(day / 30 + item) % 3 === 0;
    const shop = makeShop((item, day) => (isDear(item, day) ? 0.5 : 1));
    await insertSales(test.platform.database, ctx.tenantId, shop);
    await withTenant(test.platform.database, ctx.tenantId, async (tx) => {
      for (const [item, { sku }] of shop.entries()) {
        await tx.query(
          `update sales_quarters q set revenue_minor = (select array_agg((u.sold * case
             when floor((q.quarter + u.day::int - $3::date) / 30.0 + $4::int)::int % 3 = 0 then 400 else 300 end)::bigint order by u.at)
             from unnest(q.days, q.sold) with ordinality as u(day, sold, at))
           where q.tenant_id = $1 and q.item_id = (select id from items where tenant_id = $1 and sku = $2)`,
          [ctx.tenantId, sku, start, item],
        );
      }
    });
    await run();
    const { items } = await listForecasts(ctx, {});
    const itemId = (sku: string) => items.find((one) => one.sku === sku)?.itemId ?? 0;
    const price = (sku: string, priceMinor: number) =>
      addCalendarEntry(
        ctx,
        entry({
          kind: 'price',
          name: '',
          itemId: itemId(sku),
          fromDay: isoDayAt(cutoff, 1),
          toDay: null,
          priceMinor,
        }),
      );
    // the two are at their low price on the last day, so that a plan of the same price changes nothing
    const [low, high] = ['I1', 'I3'] as const;
    expect([1, 3].map((item) => isDear(item, days - 1))).toEqual([false, false]);
    await price(low, 300);
    await price(high, 300);
    await run();
    const before = await forecastOf(1, 14);
    const there = items.find(({ sku }) => sku === high);
    const dearer = await previewScenario(ctx, {
      itemId: there?.itemId ?? 0,
      locationId: there?.locationId ?? 0,
      price: { fromDay: isoDayAt(cutoff, 1), toDay: isoDayAt(cutoff, 14), changePercent: 100 / 3 },
    });
    expect(dearer.notes).toEqual([]);
    expect(dearer.price?.baselineMinor).toBeCloseTo(300, 4);
    expect(dearer.price?.scenarioMinor).toBeCloseTo(400, 4);
    const { baselineUnits, scenarioUnits } = dearer.changed;
    expect(dearer.money?.baselineMinor).toBeCloseTo(300 * baselineUnits, 2);
    expect(dearer.money?.scenarioMinor).toBeCloseTo(400 * scenarioUnits, 2);
    expect(dearer.changed.scenarioUnits / dearer.changed.baselineUnits).toBeLessThan(0.75);
    await withTenant(test.platform.database, ctx.tenantId, (tx) =>
      tx.query('update calendar_entries set price_minor = 400 where tenant_id = $1 and item_id = $2', [
        ctx.tenantId,
        itemId(high),
      ]),
    );
    const planned = await run();
    const after = await forecastOf(1, 14);
    expect((after.get(high) ?? 0) / (before.get(high) ?? 0)).toBeLessThan(0.75);
    expect(Math.abs((after.get(low) ?? 0) / (before.get(low) ?? 0) - 1)).toBeLessThan(0.05);
    const replay = await replayRun(ctx, { runId: planned }, { pool: directEngine });
    expect(replay).toMatchObject({ inputSame: true, outputSame: true });
  }, 120_000);

  it('learns nothing from what single orders paid, which tells what was sold', async () => {
    // half of the days without a sale; whoever buys much pays less, and no two days pay the same
    const chance = createChance(99);
    const shop = makeShop(() => (chance() < 0.5 ? 0 : 0.3 + 2 * chance()));
    await insertSales(test.platform.database, ctx.tenantId, shop);
    await withTenant(test.platform.database, ctx.tenantId, (tx) =>
      tx.query(
        `update sales_quarters q set revenue_minor = (
           select array_agg((u.sold * (300 + 2 * (u.at % 7) - least(u.sold, 40) * 4))::bigint order by u.at)
           from unnest(q.days, q.sold) with ordinality as u(day, sold, at)) where q.tenant_id = $1`,
        [ctx.tenantId],
      ),
    );
    await run();
    const wape = async () => (await getAccuracy(ctx)).overall.wape ?? 0;
    const without = await wape();
    const [one] = (await listForecasts(ctx, {})).items;
    await addCalendarEntry(
      ctx,
      entry({
        kind: 'price',
        name: '',
        itemId: one?.itemId ?? 0,
        fromDay: isoDayAt(cutoff, 1),
        toDay: null,
        priceMinor: 300,
      }),
    );
    await run();
    expect(without).toBeGreaterThan(0.3);
    expect(Math.abs((await wape()) / without - 1)).toBeLessThan(0.02);
  }, 120_000);

  it('forecasts nothing on a closed day, and takes a past one for unknown rather than for zero', async () => {
    const closed = [50, 150, 250, 350];
    await insertSales(
      test.platform.database,
      ctx.tenantId,
      makeShop((_, day) => (closed.includes(day) ? 0 : 1)),
    );
    for (const day of [...closed, days + 9]) {
      const at = isoDayAt(start, day);
      await addCalendarEntry(
        ctx,
        entry({ kind: 'event', name: `Stocktaking`, fromDay: at, toDay: at, closed: true }),
      );
    }
    await run();
    expect(total(await forecastOf(10, 10))).toBe(0);
    expect(total(await forecastOf(9, 9))).toBeGreaterThan(100);
    const [one] = (await listForecasts(ctx, {})).items;
    const { ahead } = await explain(one ?? { itemId: 0, locationId: 0 });
    expect(ahead).toMatchObject([{ kind: 'closed', days: 1 }]);
    expect(ahead[0]?.units).toBeLessThan(-4);
    if (!one) throw new Error('no forecast');
    const { history } = JSON.parse((await getForecast(ctx, one)).body) as Forecast;
    expect(JSON.stringify(history)).toContain(isoDayAt(start, 50));
  }, 120_000);

  it('learns what a yearly event and a holiday do, and takes equal calendars for equal', async () => {
    // a fair in two months of the past and one ahead; nobody buys on public holidays of Germany
    const fair = [60, 180, 300];
    const inFair = (day: number): boolean => fair.some((from) => day >= from && day < from + 4);
    const shop = makeShop((_, day) => (inFair(day) ? 2 : 1));
    const enter = async (): Promise<void> => {
      for (const day of [...fair, days + 9]) {
        await addCalendarEntry(
          ctx,
          entry({
            kind: 'event',
            name: 'Fair',
            fromDay: isoDayAt(start, day),
            toDay: isoDayAt(start, day + 3),
          }),
        );
      }
      await changeHolidaySettings(ctx, { country: 'DE', region: 'BY', locations: [] });
    };
    await insertSales(test.platform.database, ctx.tenantId, shop);
    await enter();
    const first = await run();
    const atFair = total(await forecastOf(10, 13));
    const after = total(await forecastOf(17, 20));
    expect(atFair / after).toBeGreaterThan(1.4);
    const digest = await inputDigest(first);

    const twin = await test.createTenant();
    ctx = test.contextFor(twin, 'planner');
    await insertSales(test.platform.database, ctx.tenantId, shop);
    await enter();
    expect(await inputDigest(await run())).toBe(digest);
    await changeHolidaySettings(ctx, { country: 'DE', region: 'HH', locations: [] });
    expect(await inputDigest(await run())).not.toBe(digest);
  }, 120_000);
});
