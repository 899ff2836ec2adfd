import { readFile } from 'node:fs/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstLoadLimitBytes, measureFirstLoad } from '../scripts/check-budget.ts';
import { ada, ben, signUp } from './people.ts';
import { retailExcerpt } from './retail-excerpt.ts';
import { open, pageWidth, seriousViolations, watchFailures } from './screens.ts';
import { type Product, startProduct } from './start-product.ts';

let product: Product;
let context: BrowserContext;
let page: Page;
let failures: readonly string[];
/** addresses of one import and one item of the first shop */
let importPath = '';
let itemPath = '';

const pathOf = (address: string) => new URL(address).pathname;
const heading = (name: string | RegExp) => page.getByRole('heading', { name });
const everyScreen = () => [
  '/',
  '/forecast',
  itemPath,
  '/reorder',
  `/reorder?open=${itemPath.split('/').slice(2).join('-')}`,
  '/reorder/order',
  '/calendar',
  '/scenarios',
  '/accuracy',
  '/data',
  importPath,
  '/settings/shop',
  '/settings/team',
  '/settings/keys',
];

beforeAll(async () => {
  product = await startProduct();
  context = await product.openBrowser();
  page = await context.newPage();
  failures = watchFailures(page);
});
afterAll(async () => {
  await product?.close();
});

describe('the whole job, as a shop does it', () => {
  it('signs up, and is shown what to do first', async () => {
    await signUp(page, ada);
    await heading('Bring your sales').waitFor();
    await page.getByRole('button', { name: /No data yet/ }).waitFor();
  });

  it('uploads invoices, says what one column means, and imports', async () => {
    await page.getByRole('link', { name: 'Import sales' }).click();
    await page.getByLabel('Sales or stock file').setInputFiles({
      name: 'invoices.csv',
      mimeType: 'text/csv',
      buffer: await retailExcerpt(12, { Country: 'Wherefrom' }),
    });
    await heading('What we read').waitFor();
    importPath = pathOf(page.url());
    const start = page.getByRole('button', { name: /^Import [\d,]+ rows$/ });
    await start.waitFor();
    await page.getByLabel('Meaning of Wherefrom').selectOption('location');
    await heading('What will change').waitFor();
    await expect.poll(() => page.getByText(/new$/).allInnerTexts(), { timeout: 15_000 }).toContain('12 new');
    await expect.poll(() => start.isEnabled(), { timeout: 15_000 }).toBe(true);
    await start.click();
    await heading('What came in').waitFor({ timeout: 60_000 });
    // a reload finds the same state
    await page.reload();
    await heading('What came in').waitFor();
    expect(await page.getByRole('button', { name: /Undo/ }).count()).toBe(1);
  });

  it('waits for the forecast that follows by itself', async () => {
    await page.getByRole('button', { name: /Up to date|Stale/ }).waitFor({ timeout: 100_000 });
    await open(page, '/');
    await heading('What needs attention').waitFor();
    await page.getByRole('link', { name: /units, 8 in 10/ }).click();
    await page.getByRole('img', { name: /\(8 in 10\)/ }).waitFor();
  });

  it('reads the page of an item, found by name', async () => {
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Item, page or action').fill('HEART');
    await page.getByRole('option', { name: /HEART/ }).first().click();
    await page.getByRole('heading', { level: 1, name: /HEART/ }).waitFor();
    itemPath = pathOf(page.url());
    const chart = page.getByRole('img', { name: /\(8 in 10\)/ });
    await chart.waitFor();
    const sentence = await chart.getAttribute('aria-label');
    await page.getByText(sentence ?? 'no sentence', { exact: true }).waitFor();
    await heading('Accuracy of this item').waitFor();
    await page.getByRole('button', { name: 'Show as table' }).click();
    const table = page.getByRole('region', { name: 'Figures of the chart' });
    expect(await table.getByRole('row').count()).toBeGreaterThan(100);
    await page.getByRole('button', { name: 'Week', exact: true }).click();
    await table.getByRole('columnheader', { name: 'Week', exact: true }).waitFor();
    expect(await table.getByRole('columnheader').allInnerTexts()).toEqual(['Week', 'Sold', 'Expected']);
  });

  it('changes a lead time in place, and can take it back', async () => {
    const field = page.getByLabel('Lead time (days)');
    const before = await field.inputValue();
    await field.fill('21');
    await field.press('Enter');
    await page.getByText('Changed 1 line').waitFor();
    await page
      .getByText(/28 days/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByText('Taken back').waitFor();
    await expect.poll(() => field.inputValue(), { timeout: 10_000 }).toBe(before);
    await field.fill('21');
    await field.press('Enter');
    await page.getByText('Changed 1 line').waitFor();
    await page.reload();
    await expect.poll(() => page.getByLabel('Lead time (days)').inputValue(), { timeout: 10_000 }).toBe('21');
  });

  it('exports the reorder list', async () => {
    await open(page, '/reorder');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export CSV' }).click(),
    ]);
    const text = await readFile(await download.path(), 'utf8');
    const rows = text.trimEnd().split(/\r?\n/);
    expect(rows.length).toBeGreaterThan(12);
    expect(text).toContain('HEART');
  });

  it('shows nothing of it to another shop', async () => {
    const other = await product.openBrowser();
    const stranger = await other.newPage();
    await signUp(stranger, ben);
    await open(stranger, itemPath);
    await stranger.getByRole('heading', { name: 'There is no forecast for this item here' }).waitFor();
    await open(stranger, importPath);
    await stranger.getByRole('alert').waitFor();
    await open(stranger, '/reorder');
    await stranger.getByRole('heading', { name: 'There is nothing to plan yet' }).waitFor();
    expect(await stranger.locator('body').textContent()).not.toMatch(/HEART|Harbour|invoices\.csv/);
    await other.close();
  });
});

describe('every screen', () => {
  it.each(['light', 'dark'] as const)('has no serious accessibility violation, %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const found: string[] = [];
    for (const path of everyScreen()) {
      await open(page, path);
      found.push(...(await seriousViolations(page)).map((line) => `${path}: ${line}`));
    }
    expect(found).toEqual([]);
    await page.emulateMedia({ colorScheme: 'light' });
  });

  it('fits 375 px without scrolling sideways', async () => {
    await page.setViewportSize({ width: 375, height: 812 });
    const wide: string[] = [];
    for (const path of everyScreen()) {
      await open(page, path);
      const width = await pageWidth(page);
      if (width > 375) wide.push(`${path} is ${width} px wide`);
    }
    expect(wide).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it('is reached and worked by keyboard alone', async () => {
    await open(page, '/reorder');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    for (let presses = 0; presses < 40; presses++) {
      await page.keyboard.press('Tab');
      if ((await page.evaluate(() => document.activeElement?.getAttribute('role'))) === 'grid') break;
    }
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await page.getByText('1 line selected').waitFor();
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('dialog');
    await drawer.getByText('Suggested order').first().waitFor();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    expect(await page.getByText('1 line selected').count()).toBe(1);
  });

  it('loads within its budget, throws nothing and breaks no content rule', () => {
    expect(measureFirstLoad().reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(firstLoadLimitBytes);
    expect(failures).toEqual([]);
  });
});
