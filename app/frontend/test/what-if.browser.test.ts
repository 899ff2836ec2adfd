import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { promotedShop } from './promoted-shop.ts';
import { open, pageWidth, seriousViolations } from './screens.ts';
import { csvFile, importFile, waitForForecast } from './shop-files.ts';
import { type Product, startShop } from './start-product.ts';

const { dayAt, days } = promotedShop;
let product: Product;
let page: Page;
let failures: readonly string[];

const card = () => page.getByRole('region', { name: 'What if' });
beforeAll(async () => {
  ({ product, page, failures } = await startShop());
  await importFile(page, csvFile('sales.csv', promotedShop.sales()));
  await waitForForecast(page);
}, 180_000);
afterAll(async () => {
  await product?.close();
});

describe('what if', () => {
  it('says what is wrong with the fields', async () => {
    await open(page, '/items/3/1');
    await card().getByLabel('Promoted on these days').uncheck();
    await card().getByRole('button', { name: 'Forecast it' }).click();
    await card().getByText('Change the price, or promote the item.').waitFor();
    await card().getByLabel('To').fill('2030-01-01');
    await card().getByRole('button', { name: 'Forecast it' }).click();
    await card().getByText('Not among the days that are forecast.').waitFor();
    await card()
      .getByLabel('To')
      .fill(dayAt(days + 13));
    await card().getByLabel('Promoted on these days').check();
  });

  it('says honestly that nothing was learnt while no past promotion is known', async () => {
    await card().getByRole('button', { name: 'Forecast it' }).click();
    await card()
      .getByText(/^No difference/)
      .waitFor();
    await card()
      .getByText(/has not learnt what promotions do/)
      .waitFor();
    expect(await seriousViolations(page)).toEqual([]);
  });

  it('fits a phone, and nothing failed on the way', async () => {
    await page.setViewportSize({ width: 375, height: 812 });
    await open(page, '/items/3/1');
    await card().getByRole('button', { name: 'Forecast it' }).click();
    await card()
      .getByText(/^No difference/)
      .waitFor();
    expect(await pageWidth(page)).toBe(375);
    expect(failures).toEqual([]);
  });
});
