import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open, pageWidth, seriousViolations } from './screens.ts';
import { csvFile, importFile, waitForForecast } from './shop-files.ts';
import { type Product, startShop } from './start-product.ts';

const days = 150;
const stores = ['Harbour', 'Market'];
const categories = ['Ales', 'Lagers', ''];
let product: Product;
let page: Page;
let failures: readonly string[];

/** Two stores, two categories and items without one. */
function chainSales(): string[] {
  let state = 3;
  const chance = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const lines = ['date,store,sku,name,category,quantity'];
  for (let day = 0; day < days; day++) {
    const date = new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);
    for (const [place, store] of stores.entries()) {
      for (let item = 1; item <= 6; item++) {
        const sold = 4 + item + 3 * place + (day % 7) + Math.round(6 * chance());
        lines.push(`${date},${store},SKU-${item},Drink ${item},${categories[item % 3]},${sold}`);
      }
    }
  }
  return lines;
}

const card = (name: RegExp | string) => page.getByRole('region', { name });
const rows = () => page.getByRole('grid').getByRole('row');
/** Names and expected units of the explorer's rows. */
async function listed(): Promise<Map<string, number>> {
  await rows().nth(1).waitFor();
  const found = new Map<string, number>();
  for (const row of (await rows().all()).slice(1)) {
    const cells = await row.getByRole('gridcell').allInnerTexts();
    const name = await row.getByRole('rowheader').allInnerTexts();
    const texts = [...name, ...cells];
    found.set((texts[0] ?? '').trim(), Number((texts[2] ?? '').replaceAll(',', '')));
  }
  return found;
}
const total = (of: ReadonlyMap<string, number>) => [...of.values()].reduce((sum, units) => sum + units, 0);

beforeAll(async () => {
  ({ product, page, failures } = await startShop());
  await importFile(page, csvFile('sales.csv', chainSales()));
  await waitForForecast(page);
}, 180_000);
afterAll(async () => {
  await product?.close();
});

describe('the page of accuracy', () => {
  it('says what was found, with every measure beside the simple rule', async () => {
    await open(page, '/accuracy');
    const title = await page.getByRole('heading', { level: 1 }).textContent();
    expect(title).toMatch(/accurate (than|as) repeating the last week/);
    const measures = card('Overall').getByRole('row');
    for (const measure of ['Error (WAPE)', 'Bias', 'MASE', 'RMSSE', 'Pinball loss']) {
      const cells = await measures.filter({ hasText: measure }).first().getByRole('cell').allInnerTexts();
      expect(cells, measure).toHaveLength(2);
      for (const cell of cells) expect(cell, measure).toMatch(/^[-−]?[\d.]+%?$/);
    }
    for (const range of ['50%', '80%', '95%']) {
      const row = (await measures.filter({ hasText: `In ${range} range` }).allInnerTexts()).join();
      expect(row).toMatch(/Share of days inside; [\d.]+% with edges in full\s+[\d.]+%\s+no range/);
    }
    await card('Overall')
      .getByText(/^Days whose sales equal the edge of a range count in part/)
      .waitFor();
    const models = await card('Models at work').getByRole('row').allInnerTexts();
    expect(models.length).toBeGreaterThan(1);
    expect(models.join()).not.toContain('mix');
  });

  it('has the figures of its charts behind a button', async () => {
    const horizon = card(/Better than|Not better than/);
    await horizon.getByRole('button', { name: 'Show as table' }).click();
    expect(await horizon.getByRole('row').count()).toBe(1 + 28);
    const ranges = card(/^The ranges/);
    await ranges.getByRole('button', { name: 'Show as table' }).press('Enter');
    expect(await ranges.getByRole('rowheader').allInnerTexts()).toEqual(['50%', '80%', '95%']);
    for (const row of (await ranges.getByRole('row').all()).slice(1)) {
      const [inside, inFull] = (await row.getByRole('cell').allInnerTexts()).map(Number.parseFloat);
      expect(inside).toBeGreaterThan(0);
      expect(inFull).toBeGreaterThanOrEqual(inside as number);
    }
    expect(await seriousViolations(page)).toEqual([]);
    await horizon.getByRole('button', { name: 'Show as chart' }).click();
    await horizon.getByRole('img').waitFor();
  });

  it('leads from a category and from an item to their forecast', async () => {
    await card('By category').getByRole('link', { name: 'No category' }).click();
    await page.getByRole('heading', { level: 1, name: 'No category' }).waitFor();
    expect([...(await listed()).keys()].sort()).toEqual(stores);
    await open(page, '/accuracy');
    const item = card('Hardest to forecast').getByRole('link').first();
    const name = ((await item.textContent()) ?? '').match(/Drink \d/)?.[0] ?? '';
    await item.click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
    // the heading is there before the figures are: wait for them
    const range = card('Accuracy of this item').getByRole('row').filter({ hasText: 'In 80% range' });
    await range.getByText(/with edges in full/).waitFor();
  });

  it('fits a phone', async () => {
    await page.setViewportSize({ width: 375, height: 812 });
    await open(page, '/accuracy');
    expect(await pageWidth(page)).toBe(375);
    await page.setViewportSize({ width: 1440, height: 900 });
  });
});

describe('the tree of the forecast', () => {
  it('adds up on the screen, by stores and by categories, down to the items', async () => {
    await open(page, '/forecast');
    const byStore = await listed();
    expect([...byStore.keys()].sort()).toEqual(stores);
    let byCategory = 0;
    for (const category of ['Ales', 'Lagers', '']) {
      await open(page, `/forecast?category=${category}`);
      byCategory += total(await listed());
    }
    // each row is rounded to whole units
    expect(Math.abs(byCategory - total(byStore))).toBeLessThanOrEqual(4);
    await open(page, '/forecast');
    await rows().filter({ hasText: 'Harbour' }).getByText('Harbour').click();
    await page.getByRole('heading', { level: 1, name: 'Harbour' }).waitFor();
    const here = await listed();
    expect(Math.abs(total(here) - (byStore.get('Harbour') ?? 0))).toBeLessThanOrEqual(2);
    await rows().filter({ hasText: 'Ales' }).getByText('Ales').click();
    await page.getByRole('heading', { level: 1, name: 'Ales' }).waitFor();
    const items = await listed();
    expect([...items.keys()].sort()).toEqual(['Drink 3', 'Drink 6']);
    expect(Math.abs(total(items) - (here.get('Ales') ?? 0))).toBeLessThanOrEqual(2);
    expect(failures).toEqual([]);
  });
});
