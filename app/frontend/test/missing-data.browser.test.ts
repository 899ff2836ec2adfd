import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from './screens.ts';
import { csvFile, dailySales, importFile, waitForForecast } from './shop-files.ts';
import { type Product, startShop } from './start-product.ts';

/** What a shop shows of what it does not know: its latest sales, its stock, its costs, and in the end any sales. */
let product: Product;
let page: Page;
let failures: readonly string[];
let salesImport: string;

const title = (name: string | RegExp) => page.getByRole('heading', { level: 1, name });

beforeAll(async () => {
  ({ product, page, failures } = await startShop());
  await importFile(page, dailySales(3, 63));
  salesImport = page.url();
  await waitForForecast(page);
}, 180_000);
afterAll(async () => {
  await product?.close();
});

describe('a shop', () => {
  it('whose sales ended long ago says since when, and names the days of its forecast', async () => {
    await open(page, '/');
    await page.getByRole('button', { name: /No sales since 3 Mar 2024/ }).waitFor();
    await page.getByText(/Import the sales of the days since/).waitFor();
    await page.getByRole('link', { name: /4 Mar – 31 Mar 2024/ }).waitFor();
  });

  it('without stock leads to where it is entered, and suggests nothing', async () => {
    await page.getByRole('link', { name: /Stock unknown for 3 lines: enter it/ }).click();
    await title('Stock unknown in 3 lines').waitFor();
    await page.getByRole('grid').getByText('SKU-1').click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('Stock unknown: enter what is on hand below.').waitFor();
    expect(await drawer.getByText('no stock-out in sight').count()).toBe(0);
  });

  it('without costs has no order for nothing', async () => {
    await importFile(page, csvFile('stock.csv', ['sku,on hand', 'SKU-1,1', 'SKU-2,9000']));
    await open(page, '/reorder');
    await title('Order 1 line').waitFor();
    await page.getByText(/units, cost unknown; sales at risk unknown without prices\./).waitFor();
    await page.getByRole('link', { name: 'Stock unknown for 1 line: enter it.' }).waitFor();
    await open(page, '/');
    await page.getByRole('link', { name: /Overstock.*1 line.*cost unknown/ }).click();
    await title('Overstock in 1 line').waitFor();
    await page.getByRole('columnheader', { name: /Overstock/ }).waitFor();
  });

  it('whose sales are all taken back has nothing to plan', async () => {
    await page.goto(salesImport);
    await page.getByRole('button', { name: /Undo/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click();
    await page.getByRole('button', { name: /No data yet/ }).waitFor({ timeout: 60_000 });
    await open(page, '/reorder');
    await page.getByRole('heading', { name: 'There is nothing to plan yet' }).waitFor();
    expect(await page.getByRole('button', { name: 'Create order' }).isDisabled()).toBe(true);
    await open(page, '/');
    await title(/^Welcome to/).waitFor();
    expect(failures).toEqual([]);
  });
});
