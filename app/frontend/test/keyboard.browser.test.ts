import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open, seriousViolations } from './screens.ts';
import { dailySales, importFile, waitForForecast } from './shop-files.ts';
import { type Product, startShop } from './start-product.ts';

/** More lines than the list shows at once. */
const items = 60;
let product: Product;
let page: Page;
let failures: readonly string[];

beforeAll(async () => {
  ({ product, page, failures } = await startShop());
  await importFile(page, dailySales(items, 63));
  await waitForForecast(page);
}, 180_000);
afterAll(async () => {
  await product?.close();
});

describe('the command palette', () => {
  const selected = () => page.locator('[role=option][aria-selected=true]');
  const nothing = () => page.getByText(/^Nothing fits/);
  async function find(text: string): Promise<void> {
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Item, page or action').waitFor();
    await page.keyboard.type(text);
  }
  /** Items are looked for until the answer is given. */
  async function holdAnswers(): Promise<() => Promise<void>> {
    const { promise, resolve } = Promise.withResolvers<void>();
    await page.route('**/v1/items?*', async (route) => {
      await promise;
      await route.continue();
    });
    return async () => {
      resolve();
      await page.unrouteAll({ behavior: 'wait' });
    };
  }

  it('opens the first item found with Enter', async () => {
    await open(page, '/');
    await find('item 17');
    await page.getByRole('option', { name: 'Item 17' }).waitFor();
    expect(await nothing().count()).toBe(0);
    await expect.poll(() => selected().textContent()).toContain('Item 17');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Item 17' }).waitFor();
  });

  it('goes to a page while items are looked for, and says that they are', async () => {
    await open(page, '/');
    const answer = await holdAnswers();
    await find('accu');
    await page.getByText('Searching items…').waitFor();
    expect(await nothing().count()).toBe(0);
    await expect.poll(() => selected().textContent()).toBe('Accuracy');
    expect(await seriousViolations(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/accuracy');
    await answer();
  });

  it('leaves the row that a person has moved to selected when items come in above it', async () => {
    await open(page, '/');
    const answer = await holdAnswers();
    await find('i');
    await page.getByRole('option', { name: 'Import sales' }).waitFor();
    await page.keyboard.press('End');
    const chosen = await selected().textContent();
    await answer();
    await page
      .getByRole('option', { name: /^Item / })
      .first()
      .waitFor();
    expect(await selected().textContent()).toBe(chosen);
    await page.keyboard.press('Escape');
  });

  it('says that nothing fits when every answer is in', async () => {
    await open(page, '/');
    await find('no such thing');
    await nothing().waitFor();
    expect(await page.getByRole('option').count()).toBe(0);
    expect(await seriousViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it('throws nothing and breaks no content rule', () => {
    expect(failures).toEqual([]);
  });
});
