import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open, seriousViolations } from './screens.ts';
import { csvFile, dailySales, importFile, uploadFile, waitForForecast } from './shop-files.ts';
import { type Product, startShop } from './start-product.ts';

let product: Product;
let page: Page;
let failures: readonly string[];

const heading = (name: string) => page.getByRole('heading', { name });

beforeAll(async () => {
  ({ product, page, failures } = await startShop());
  await importFile(page, dailySales(3, 63));
  await waitForForecast(page);
}, 180_000);
afterAll(async () => {
  await product?.close();
});

describe('an address of nothing', () => {
  it.each(['/nowhere', '/items/abc/1', '/items/1/0'])('is told as one: %s', async (path) => {
    await open(page, path);
    await heading('There is no such page').waitFor();
    expect(await page.getByRole('heading', { level: 1 }).allTextContents()).toEqual(['Page not found']);
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
    expect(await seriousViolations(page)).toEqual([]);
  });

  it('leads from a category that does not exist back to all sales', async () => {
    await open(page, '/forecast?category=Nope');
    await heading('There is no such category').waitFor();
    await page.getByRole('link', { name: 'All sales' }).click();
    await page.getByRole('img', { name: /units (in the next 28 days|from .* to ).*8 in 10/ }).waitFor();
  });
});

describe('numbers', () => {
  it('of the calendar wait until they are known', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    await page.route('**/v1/calendar', async (route) => {
      await promise;
      await route.continue();
    });
    await page.goto('/calendar');
    await page.getByRole('button', { name: 'Ahead', exact: true }).waitFor();
    resolve();
    await page.getByRole('button', { name: 'Ahead (0)', exact: true }).waitFor();
    await page.unrouteAll({ behavior: 'wait' });
  });

  it('of one row stand with words for one', async () => {
    await uploadFile(page, csvFile('one.csv', ['date,sku,quantity', '2024-01-05,SKU-1,9']));
    await page.getByText(/^about 1 row · /).waitFor();
    expect(await page.getByText(/header in row/).count()).toBe(0);
    await page.getByText(/^1 daily figure comes from earlier imports too/).waitFor();
    await page
      .getByText(/37 bytes/)
      .first()
      .waitFor();
  });

  it('and days in the report on the data are written as everywhere else', async () => {
    await open(page, '/data');
    await page.getByText('3 items with sales from 1 Jan 2024 to 3 Mar 2024').waitFor();
    await page.getByText('100% of the items.').waitFor();
  });
});

it('says beside the field that something is no e-mail address', async () => {
  await open(page, '/settings/team');
  const field = page.getByLabel('E-mail');
  await field.fill('x');
  await page.getByRole('button', { name: 'Invite' }).click();
  await page.getByText('This is not an e-mail address.').waitFor();
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  expect(await page.getByRole('alert').count()).toBe(0);
});

it('throws nothing and breaks no content rule', () => {
  expect(failures).toEqual([]);
});
