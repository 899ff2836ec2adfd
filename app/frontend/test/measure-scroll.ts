import type { ReorderLine, ReorderPage } from '@ordernimbus/contracts';
import type { CDPSession, Page } from 'playwright-core';
import { launchChromium } from '../../../scripts/test/chromium.ts';
import { ada, signUp } from './people.ts';
import { serveProduct } from './serve-product.ts';

/**
 * `npm run scroll -w @ordernimbus/frontend`: milliseconds from frame to frame while the reorder list of 100,000 lines
 * scrolls, in the product as `npm start` runs it. The lines are made here, because what is measured is the table and
 * not the database. The browser of the tests draws in software, so compare two builds on one machine.
 */
const lineCount = 100_000;
const frames = 300;
/** Pixels a frame: reading, scrolling with a wheel, dragging the scroll bar. */
const speeds = { reading: 24, wheel: 240, dragging: 3000 } as const;

const status = ['order_now', 'order_soon', 'ok', 'overstock'] as const;
const lineAt = (index: number): ReorderLine => ({
  itemId: index + 1,
  locationId: 1,
  sku: `SKU-${String(index).padStart(6, '0')}`,
  itemName: `HEART OF WICKER No ${index}`,
  category: `Category ${index % 40}`,
  locationName: 'Warehouse',
  status: status[index % status.length] ?? 'ok',
  supplier: `Supplier ${index % 12}`,
  supplierSku: null,
  barcode: null,
  onHand: index % 70,
  onOrder: index % 9,
  leadTimeDays: 14,
  reviewDays: 7,
  serviceLevel: 0.95,
  packSize: 6,
  minimumQuantity: null,
  unitCostMinor: 250,
  demandMean: (index % 90) + 0.5,
  reorderPoint: 40,
  orderUpTo: 90,
  suggested: index % 50,
  valueMinor: (index % 50) * 250,
  stockOutOn: '2026-02-01',
  atRiskMinor: (index % 33) * 100,
  overstockMinor: 0,
});

async function answerLines(page: Page): Promise<void> {
  await page.route(/\/v1\/reorder\?/, async (route) => {
    const search = new URL(route.request().url()).searchParams;
    const offset = Number(search.get('offset') ?? 0);
    const length = Math.min(Number(search.get('limit') ?? 200), lineCount - offset);
    const body: ReorderPage = {
      runId: null,
      cutoff: '2026-01-31',
      lines: Array.from({ length }, (_, index) => lineAt(offset + index)),
      offset,
      totals: {
        lines: lineCount,
        linesToOrder: lineCount / 2,
        units: 1_000_000,
        valueMinor: 250_000_000,
        atRiskMinor: 90_000_000,
        linesToOrderWithoutCost: 0,
        linesPlanned: lineCount,
        linesWithoutStock: 0,
        linesWithoutPrice: 0,
        overstockMinor: 0,
        bySupplier: [],
      },
    };
    await route.fulfill({ contentType: 'application/json', body: JSON.stringify(body) });
  });
}

/** Seconds that the page's main thread has worked, by kind. */
async function readWork(devtools: CDPSession): Promise<ReadonlyMap<string, number>> {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return new Map(metrics.map(({ name, value }) => [name, value]));
}

async function measure(page: Page, pixels: number): Promise<{ gaps: number[]; work: string }> {
  await page.goto('/reorder');
  await page.getByText('HEART OF WICKER No 0', { exact: true }).waitFor();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  const before = await readWork(devtools);
  const gaps = await scroll(page, pixels);
  const after = await readWork(devtools);
  const perFrame = (name: string) =>
    ((((after.get(name) ?? 0) - (before.get(name) ?? 0)) * 1000) / frames).toFixed(1);
  return {
    gaps,
    work: `main thread ${perFrame('TaskDuration')} ms a frame (script ${perFrame('ScriptDuration')}, style ${perFrame('RecalcStyleDuration')}, layout ${perFrame('LayoutDuration')})`,
  };
}

function scroll(page: Page, pixels: number): Promise<number[]> {
  return page.evaluate(
    async ({ pixels, frames }) => {
      const grid = document.querySelector('[role="grid"]');
      if (!grid) throw new Error('There is no grid on the page.');
      const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
      const gaps: number[] = [];
      let before = await nextFrame();
      for (let frame = 0; frame < frames; frame++) {
        grid.scrollTop += pixels;
        const now = await nextFrame();
        gaps.push(now - before);
        before = now;
      }
      return gaps;
    },
    { pixels, frames },
  );
}

const quantile = (sorted: readonly number[], share: number) =>
  (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN).toFixed(1);

const product = await serveProduct(['--no-sample']);
try {
  const browser = await launchChromium();
  const page = await browser.newPage({ baseURL: product.url, viewport: { width: 1440, height: 900 } });
  await signUp(page, ada);
  await answerLines(page);
  for (const [name, pixels] of Object.entries(speeds)) {
    const { gaps, work } = await measure(page, pixels);
    const sorted = gaps.sort((a, b) => a - b);
    console.log(
      `${name.padEnd(8)} ${String(pixels).padStart(5)} px a frame: median ${quantile(sorted, 0.5)} ms, p95 ${quantile(sorted, 0.95)} ms, worst ${quantile(sorted, 1)} ms; ${work}`,
    );
  }
  await browser.close();
} finally {
  await product.stop();
}
