import type { Explorer, ExplorerRow } from '@ordernimbus/contracts';
import { forecastPanel } from '@ordernimbus/engine';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type Context,
  type EnginePort,
  type ExplorerInput,
  executeRun,
  getExplorer,
  startRun,
} from '../../src/index.ts';
import { createTestPlatform, type TestPlatform } from '../test-platform.ts';
import { readForecastState } from './read-state.ts';
import { directEngine, insertSales, makeSeries, quickEngine } from './sales-fixture.ts';

// whole runs: a busy machine may take its time
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let test: TestPlatform;
let ctx: Context;
beforeAll(async () => {
  test = await createTestPlatform();
  ctx = await shop();
  await run(ctx, oneFails);
});
afterAll(() => test.close());

/** Three locations, items with and without a category, old and new ones, one long gone; more than one partition. */
async function shop(): Promise<Context> {
  const tenant = await test.createTenant();
  const categories = ['Tea', 'Cups', null];
  await insertSales(
    test.platform.database,
    tenant.tenantId,
    ['North', 'South', 'West'].flatMap((location, l) =>
      Array.from({ length: 10 }, (_, i) => {
        const days = i === 6 ? 20 : 150 + 10 * i;
        // all but the one long gone sell until the last day
        const from = new Date(Date.UTC(2025, 0, 1) + (i === 5 && l === 0 ? 0 : 500 - days) * 86_400_000);
        return makeSeries(`item-${i}`, location, {
          days,
          seed: 100 * l + i + 1,
          category: categories[i % 3] as string | null,
          from: from.toISOString().slice(0, 10),
        });
      }),
    ),
  );
  return test.contextFor(tenant, 'planner');
}

const oneFails: EnginePort = {
  ...directEngine,
  forecast: async (part, options, control) => ({
    results: forecastPanel(part, options, control?.model).map((result, s) =>
      part.keys[s] === 'item-3|South'
        ? { ok: false, code: 'too-large', detail: 'A value is too large.' }
        : result,
    ),
    seconds: 0,
  }),
};

async function run(on: Context, pool: EnginePort): Promise<void> {
  const { id } = await startRun(on, { trigger: 'manual' });
  expect(await executeRun(test.platform, { tenantId: on.tenantId, runId: id }, { pool })).toBe('done');
}

/** A level with all its children, page by page. */
async function readLevel(input: ExplorerInput): Promise<{ level: Explorer; children: ExplorerRow[] }> {
  const level = await getExplorer(ctx, { ...input, limit: 2 });
  const children = [...level.children];
  for (let next = level.nextCursor; next; ) {
    const page = await getExplorer(ctx, { ...input, limit: 2, cursor: next });
    children.push(...page.children);
    next = page.nextCursor;
  }
  expect(children).toHaveLength(level.totalChildren);
  return { level, children };
}

/**
 * What a figure kept as a 32-bit number may lose: half a unit in its last place when it is stored and as much when it is
 * written with the fewest digits, of the parent and of each part.
 */
function expectSum(whole: number, parts: readonly number[], what: string): void {
  const sum = parts.reduce((total, value) => total + value, 0);
  expect(Math.abs(whole - sum), `${what}: ${whole} is not ${sum}`).toBeLessThanOrEqual(
    2 ** -22 * (Math.abs(whole) + parts.reduce((total, value) => total + Math.abs(value), 0)),
  );
}

function nodeOf({ node, title }: Explorer): NonNullable<Explorer['node']> {
  if (!node) throw new Error(`${title} has no forecast of its own.`);
  return node;
}

const weeksOf = (mean: readonly number[]): number[] =>
  [0, 1, 2, 3].map((week) => mean.slice(7 * week, 7 * week + 7).reduce((sum, value) => sum + value, 0));

/** Every figure that adds up: of the level itself, of the rows below it. */
function expectCoherent({ level, children }: { level: Explorer; children: readonly ExplorerRow[] }): void {
  const what = level.title;
  expect(children.length).toBeGreaterThan(0);
  expectSum(
    nodeOf(level).next28?.mean as number,
    children.flatMap(({ next28 }) => (next28 ? [next28.mean] : [])),
    `${what}, next 28 days`,
  );
  expectSum(
    nodeOf(level).soldPrior28 as number,
    children.flatMap(({ soldPrior28 }) => (soldPrior28 === null ? [] : [soldPrior28])),
    `${what}, sold`,
  );
  for (const [week, units] of weeksOf(nodeOf(level).mean).entries()) {
    const parts = children.flatMap(({ sparkForecast }) => sparkForecast[week] ?? []);
    expectSum(units, parts, `${what}, week ${week + 1}`);
  }
}

describe('the explorer of a run', () => {
  it('adds up at every level: company, locations, categories, items', async () => {
    const company = await readLevel({});
    expectCoherent(company);
    expect(company.children.map(({ kind }) => kind)).toEqual(['location', 'location', 'location']);
    let items = 0;
    for (const { locationId } of company.children) {
      const location = await readLevel({ locationId: locationId as number });
      expectCoherent(location);
      expect(location.children.map(({ kind }) => kind)).toEqual(['category', 'category', 'category']);
      for (const { category } of location.children) {
        const below = await readLevel({ locationId: locationId as number, category: category as string });
        expectCoherent(below);
        items += below.children.length;
      }
    }
    // the failed one and the one long gone are listed, without a forecast
    expect(items).toBe(30);
    const [first] = company.children;
    const { children: categories } = await readLevel({ locationId: first?.locationId as number });
    const crossed = await Promise.all(
      categories.map(({ category }) => readLevel({ category: category as string })),
    );
    for (const category of crossed) expectCoherent(category);
    expectSum(
      nodeOf(company.level).next28?.mean as number,
      crossed.map(({ level }) => nodeOf(level).next28?.mean as number),
      'categories over all locations',
    );
  });

  it('adds up day by day, forecast and history, wherever both are known', async () => {
    const company = await getExplorer(ctx, {});
    const locations = await Promise.all(
      company.children.map(({ locationId }) => getExplorer(ctx, { locationId: locationId as number })),
    );
    const levels: [Explorer, Explorer[]][] = [[company, locations]];
    for (const location of locations) {
      const inside = location.children.map(({ locationId, category }) =>
        getExplorer(ctx, { locationId: locationId as number, category: category as string }),
      );
      levels.push([location, await Promise.all(inside)]);
    }
    for (const [whole, parts] of levels) {
      expect(nodeOf(whole).mean).toHaveLength(91);
      for (const [day, mean] of nodeOf(whole).mean.entries()) {
        expectSum(
          mean,
          parts.map((part) => nodeOf(part).mean[day] as number),
          `${whole.title}, day ${day + 1}`,
        );
      }
      for (let back = 1; back <= nodeOf(whole).history.length; back++) {
        const known = parts.flatMap((part) => nodeOf(part).history.at(-back) ?? []);
        expectSum(nodeOf(whole).history.at(-back) ?? 0, known, `${whole.title}, ${back} days ago`);
      }
    }
  });
});

describe('a run of the same sales', () => {
  it('gives the same sums byte for byte', async () => {
    const sums = async () => {
      const own = await shop();
      await run(own, quickEngine);
      const { nodes } = await readForecastState(test.platform.database, own.tenantId);
      return JSON.stringify(nodes.map(({ locationId: _, ...node }) => node));
    };
    expect(await sums()).toBe(await sums());
  });
});
