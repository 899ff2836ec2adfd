import {
  cumulativeProbabilities,
  type OrderingTerms,
  type ReorderSelection,
  type TermsLine,
} from '@ordernimbus/contracts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareTerms, recomputeReorder, undoReorderEdit, updateReorder } from '../../src/index.ts';
import { seedLargeRun } from '../reorder/reorder-fixture.ts';
import { createReorderTest, list } from '../reorder/reorder-shop.ts';
import type { TestPlatform } from '../test-platform.ts';

let test: TestPlatform;
let shop: Awaited<ReturnType<typeof createReorderTest>>['shop'];
beforeAll(async () => {
  ({ test, shop } = await createReorderTest());
});
afterAll(() => test.close());

const everything = { filter: {} };
const lineOf = (lines: readonly TermsLine[], sku: string, location = 'Shop Main'): TermsLine => {
  const line = lines.find((each) => each.sku === sku && each.locationName === location);
  if (!line) throw new Error(`no line ${sku}`);
  return line;
};

type Fields = Pick<TermsLine, 'itemId' | 'locationId' | 'stockOutOn' | 'supplier'> & TermsLine['baseline'];
/** What the reorder list and a plan of a scenario both say of a line. */
const shared = (line: Omit<Fields, 'safetyStock' | 'safetyStockMinor' | 'expectedLost'>) => {
  const { itemId, locationId, status, stockOutOn, supplier, suggested, valueMinor, atRiskMinor } = line;
  const { leadTimeDays, reviewDays, serviceLevel, packSize, minimumQuantity, unitCostMinor } = line;
  const { reorderPoint, orderUpTo } = line;
  return {
    ...{ itemId, locationId, status, stockOutOn, supplier, suggested, valueMinor, atRiskMinor },
    ...{ leadTimeDays, reviewDays, serviceLevel, packSize, minimumQuantity, unitCostMinor },
    ...{ reorderPoint, orderUpTo },
  };
};
const byKey = (a: { itemId: number; locationId: number }, b: typeof a) =>
  a.itemId - b.itemId || a.locationId - b.locationId;
const planned = (lines: readonly TermsLine[], plan: 'baseline' | 'scenario') =>
  lines.map((line) => shared({ ...line, ...line[plan] })).sort(byKey);
const listed = (page: Awaited<ReturnType<typeof list>>) => page.lines.map(shared).sort(byKey);

describe('a scenario of ordering terms', () => {
  it('without a change is the plan as it stands, line by line and in total', async () => {
    const { ctx } = await shop();
    const page = await list(ctx);
    const answer = await compareTerms(ctx, { selection: everything, set: {} });
    expect(planned(answer.lines, 'baseline')).toEqual(listed(page));
    for (const line of answer.lines) expect(line.scenario).toEqual(line.baseline);
    expect(answer.scenario).toEqual(answer.baseline);
    expect(answer).toMatchObject({
      runId: page.runId,
      cutoff: page.cutoff,
      linesTotal: page.totals.lines,
      linesPlanned: page.totals.linesPlanned,
      linesChanged: 0,
      linesBegin: 0,
      linesStop: 0,
    });
    const { linesToOrder, units, valueMinor, linesToOrderWithoutCost, atRiskMinor, linesWithoutPrice } =
      page.totals;
    expect(answer.baseline).toMatchObject({
      ...{ linesToOrder, units, valueMinor, linesToOrderWithoutCost, atRiskMinor, linesWithoutPrice },
      linesRunOut: (await list(ctx, { filter: { runsOut: true } })).totals.lines,
    });
  });

  it('says what the list says once the change is applied to the same lines, whatever the change', async () => {
    const { ctx, keyOf } = await shop();
    const selections: ReorderSelection[] = [
      everything,
      { filter: { supplier: 'Leaf' } },
      { filter: { category: 'Tea' }, except: [keyOf('B')] },
      { rows: [keyOf('A', 'North'), keyOf('G'), keyOf('C')] },
    ];
    const orNull = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });
    const terms: fc.Arbitrary<OrderingTerms> = fc.record(
      {
        leadTimeDays: orNull(fc.integer({ min: 0, max: 365 })),
        reviewDays: orNull(fc.integer({ min: 1, max: 60 })),
        serviceLevel: orNull(fc.constantFrom(0.5, 0.9, 0.98, 0.995)),
        packSize: orNull(fc.constantFrom(1, 12, 0.25)),
        minimumQuantity: orNull(fc.integer({ min: 0, max: 300 })),
        unitCostMinor: orNull(fc.integer({ min: 0, max: 5000 })),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...selections), terms, async (selection, set) => {
        const said = await compareTerms(ctx, { selection, set });
        if (Object.keys(set).length === 0) return;
        const { editId, totals } = await updateReorder(ctx, { selection, set });
        const keys = new Set(said.lines.map(({ itemId, locationId }) => `${itemId}:${locationId}`));
        const page = await list(ctx);
        const lines = page.lines.filter((line) => keys.has(`${line.itemId}:${line.locationId}`));
        expect(planned(said.lines, 'scenario')).toEqual(listed({ ...page, lines }));
        if (selection === everything) {
          const { units, valueMinor, atRiskMinor, linesToOrder } = totals;
          expect(said.scenario).toMatchObject({ units, valueMinor, atRiskMinor, linesToOrder });
        }
        await undoReorderEdit(ctx, { editId: editId as string });
      }),
      { numRuns: 25 },
    );
  });

  it('opens a service level and a lead time into safety stock, its money and orders that begin', async () => {
    const { ctx, keyOf } = await shop();
    const of = (sku: string, set: OrderingTerms) =>
      compareTerms(ctx, { selection: { rows: [keyOf(sku)] }, set });
    // 2 a day for 14 + 7 days, deviation 2 * sqrt(21); 0.98 lies a third of the way from 0.975 to 0.99
    const deviation = 2 * Math.sqrt(21);
    const z = { 0.95: 1.645, 0.98: 1.96 + (2.326 - 1.96) / 3 };
    expect(cumulativeProbabilities.slice(-3, -1)).toEqual([0.975, 0.99]);
    const [level] = (await of('A', { serviceLevel: 0.98 })).lines;
    expect(level?.baseline.safetyStock).toBeCloseTo(z[0.95] * deviation, 3);
    expect(level?.scenario.safetyStock).toBeCloseTo(z[0.98] * deviation, 3);
    expect(level?.scenario.safetyStockMinor).toBe(Math.round(150 * (level?.scenario.safetyStock ?? 0)));
    // 500 are enough for two weeks and not for two years
    const longer = await of('B', { leadTimeDays: 365, reviewDays: 365 });
    expect(longer).toMatchObject({ linesChanged: 1, linesBegin: 1, linesStop: 0 });
    expect(longer.lines[0]?.baseline).toMatchObject({ suggested: 0, valueMinor: 0 });
    expect(longer.lines[0]?.scenario.status).toBe('order_now');
    const shorter = await of('A', { leadTimeDays: 0, reviewDays: 1, serviceLevel: 0.5 });
    expect(shorter).toMatchObject({ linesBegin: 0, linesStop: 1 });
    expect(shorter.scenario).toMatchObject({ linesToOrder: 0, units: 0, valueMinor: 0 });
    // the position lasts as long as before; what it has to last for does not
    expect(shorter.baseline.linesRunOut).toBe(1);
    expect(shorter.scenario.linesRunOut).toBe(0);
    expect(level?.daysToStockOut).toBe(5);
    expect(level?.stockOutOn).toBe('2026-11-27');
  });

  it('counts what it cannot compute, and says why of each line', async () => {
    const { ctx, keyOf } = await shop();
    const answer = await compareTerms(ctx, {
      selection: {
        rows: [keyOf('A'), keyOf('C'), keyOf('D'), keyOf('E'), keyOf('F'), keyOf('G')],
      },
      set: { leadTimeDays: 90 },
    });
    expect(answer).toMatchObject({ linesTotal: 6, linesPlanned: 3 });
    expect(answer.notes.map(({ code, lines }) => [code, lines])).toEqual([
      ['no_forecast', 1],
      ['no_stock_data', 1],
      ['not_planned', 1],
      ['beyond_forecast', 3],
    ]);
    expect(answer.notes.at(-1)?.detail).toContain('beyond the 91 days');
    expect(answer.lines.map(({ sku }) => sku).sort()).toEqual(['A', 'C', 'D', 'E', 'G']);
    const { lines } = answer;
    expect(lineOf(lines, 'D').note).toContain('could not be forecast');
    expect(lineOf(lines, 'C').note).toContain('stock on hand is not known');
    expect(lineOf(lines, 'C').scenario).toMatchObject({ valueMinor: null, expectedLost: null });
    expect(lineOf(lines, 'C').scenario.safetyStock).toBeGreaterThan(0);
    expect(lineOf(lines, 'A').note).toContain('are 104 days, and 91 are forecast');
    // no longer sold: its demand is nothing on every day, however many
    expect(lineOf(lines, 'E').note).toBeNull();
    expect(answer.scenario.linesWithoutPrice).toBe(0);
    const within = await compareTerms(ctx, {
      selection: { rows: [keyOf('A')] },
      set: { leadTimeDays: 77 },
    });
    expect(within.notes).toEqual([]);
    const north = await compareTerms(ctx, {
      selection: { rows: [keyOf('A', 'North')] },
      set: { unitCostMinor: null },
    });
    expect(north.scenario).toMatchObject({ linesWithoutPrice: 0, linesWithoutValue: 0 });
  });

  it('is asked by whoever may read, and of rows of the own shop only', async () => {
    const { tenant, keyOf, ctx } = await shop();
    const input = { selection: { rows: [keyOf('A')] }, set: { leadTimeDays: 21 } };
    const before = await list(ctx);
    expect((await compareTerms(test.contextFor(tenant, 'viewer'), input)).linesTotal).toBe(1);
    expect((await list(ctx)).lines).toEqual(before.lines);
    const { ctx: stranger } = await shop([{ sku: 'Z', daily: 1, onHand: 1 }]);
    await expect(compareTerms(stranger, input)).rejects.toMatchObject({
      code: 'not_found',
      message: '1 of the 1 rows are not items and locations of this shop. Reload the list.',
    });
    const all = await compareTerms(stranger, { ...input, selection: everything });
    expect(all.lines.map(({ sku }) => sku)).toEqual(['Z']);
    const empty = test.contextFor(await test.createTenant(), 'owner');
    await expect(compareTerms(empty, { ...input, selection: everything })).rejects.toMatchObject({
      code: 'not_found',
      message: 'There is no forecast yet. Import sales first.',
    });
  });
});

describe('a question whose asker left', () => {
  it('is given up, and the next one answered', async () => {
    const { ctx } = await shop();
    const input = { selection: everything, set: { leadTimeDays: 21 } };
    await expect(compareTerms(ctx, { ...input, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect((await compareTerms(ctx, input)).linesTotal).toBe(7);
  });
});

describe('of many lines', () => {
  it('all are added up and the first of the order shown', async () => {
    const tenant = await test.createTenant();
    const ctx = test.contextFor(tenant, 'planner');
    await seedLargeRun(test.platform.database, tenant.tenantId, 200);
    await recomputeReorder(test.platform, { tenantId: tenant.tenantId });
    const page = await list(ctx, { limit: 1 });
    const ask = (input: Partial<Parameters<typeof compareTerms>[1]>) =>
      compareTerms(ctx, { selection: everything, set: { leadTimeDays: 21 }, limit: 10, ...input });
    const answer = await ask({});
    expect(answer.linesTotal).toBe(1000);
    expect(answer.lines).toHaveLength(10);
    expect(answer.baseline.units).toBeCloseTo(page.totals.units, 6);
    const moved = (line: TermsLine) =>
      Math.abs((line.scenario.valueMinor ?? 0) - (line.baseline.valueMinor ?? 0));
    const shown = answer.lines.map(moved);
    expect(shown).toEqual([...shown].sort((a, b) => b - a));
    const halves = await Promise.all(
      [{ filter: { locationId: 0 } }, everything].map((selection) => ask({ selection, limit: 500 })),
    );
    expect(halves[0]?.linesTotal).toBe(0);
    expect(Math.max(...(halves[1]?.lines.map(moved) ?? []))).toBe(shown[0]);
    const most = (await list(ctx, { sort: 'suggested', direction: 'desc', limit: 10 })).lines;
    const bySuggested = await ask({ sort: 'suggested', of: 'baseline' });
    expect(bySuggested.lines.map(({ baseline }) => baseline.suggested)).toEqual(
      most.map(({ suggested }) => suggested),
    );
    const ascending = await ask({ sort: 'atRiskMinor', of: 'scenario', direction: 'asc', limit: 500 });
    const risks = ascending.lines.map(({ scenario }) => scenario.atRiskMinor);
    expect(risks).toEqual([...risks].sort((a, b) => (a ?? 1e15) - (b ?? 1e15)));
  });
});
