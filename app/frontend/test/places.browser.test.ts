import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { open, pageWidth } from './screens.ts';
import { csvFile, importFile, waitForForecast } from './shop-files.ts';
import { type Product, startShop } from './start-product.ts';

/** One shop that sells the same items at two places. */
const places = ['Harbour Street', 'Market Square'];
let product: Product;
let page: Page;
let failures: readonly string[];

function sales(): string[] {
  const lines = ['date,sku,name,category,location,quantity'];
  for (let day = 0; day < 63; day++) {
    const date = new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);
    for (const item of [1, 2, 3])
      for (const [at, place] of places.entries())
        lines.push(`${date},SKU-${item},Item ${item},Gifts,${place},${item + at + ((day + item) % 7)}`);
  }
  return lines;
}
const stock = ['sku,location,supplier,on hand', ...places.map((place) => `SKU-1,${place},Northwind,0`)];

beforeAll(async () => {
  ({ product, page, failures } = await startShop());
  await importFile(page, csvFile('sales.csv', sales()));
  await waitForForecast(page);
  await importFile(page, csvFile('stock.csv', stock));
}, 180_000);
afterAll(async () => {
  await product?.close();
});

/** The cells of one column in the lines of the first item. */
const cells = (column: number) =>
  page
    .getByRole('grid')
    .getByRole('row', { name: /Item 1/ })
    .evaluateAll(
      (rows, at) => rows.map((row) => row.querySelectorAll('[role=gridcell]')[at]?.textContent),
      column,
    );

it('tells the lines of one item apart in the reorder list', async () => {
  await open(page, '/reorder?sort=location_name&direction=asc');
  expect((await page.getByRole('columnheader').allTextContents()).slice(1, 3)).toEqual(['Item', 'Location']);
  await expect.poll(() => cells(2)).toEqual(places);
  await page.setViewportSize({ width: 375, height: 812 });
  for (const place of places)
    await page.getByText(`${place} · Order now`).filter({ visible: true }).waitFor();
  // the columns follow the window a moment later
  await expect.poll(() => pageWidth(page)).toBe(375);
});

it('tells them apart in an order, on a phone too', async () => {
  await open(page, '/reorder/order?supplier=Northwind');
  for (const place of places) await page.getByText(place).filter({ visible: true }).waitFor();
  await page.setViewportSize({ width: 1440, height: 900 });
  for (const place of places) expect(await page.getByText(place).filter({ visible: true }).count()).toBe(1);
});

it('tells them apart where a search finds an item at each of them', async () => {
  await open(page, '/forecast?search=item&sort=name&direction=asc');
  await expect
    .poll(() => cells(0))
    .toEqual(places.map((place) => expect.stringContaining(`Item 1 (${place})`)));
});

it('throws nothing and breaks no content rule', () => {
  expect(failures).toEqual([]);
});
