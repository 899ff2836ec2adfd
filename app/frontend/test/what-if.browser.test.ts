import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open, pageWidth, seriousViolations, watchFailures } from './screens.ts';
import { csvFile, importFile, waitForForecast } from './shop-files.ts';
import { type Product, signUp, startProduct } from './start-product.ts';

const items = 8;
const days = 200;
const isPromoted = (day: number): boolean => day % 40 >= 20 && day % 40 < 27;
const dayAt = (day: number): string => new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);
let product: Product;
let page: Page;
let failures: readonly string[];

/** Eight items that sell twice as much in a week of each forty days. */
function promotedSales(): string[] {
  let state = 7;
  const chance = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const lines = ['date,sku,name,quantity'];
  for (let day = 0; day < days; day++) {
    for (let item = 1; item <= items; item++) {
      const level =
        (6 + 2 * item) * (1 + 0.3 * Math.sin((2 * Math.PI * day) / 7)) * (isPromoted(day) ? 2 : 1);
      lines.push(
        `${dayAt(day)},SKU-${item},Item ${item},${Math.max(1, Math.round(level * (0.8 + 0.4 * chance())))}`,
      );
    }
  }
  return lines;
}

const card = () => page.getByRole('region', { name: 'What if' });
beforeAll(async () => {
  product = await startProduct();
  page = await (await product.openBrowser()).newPage();
  failures = watchFailures(page);
  await signUp(page, {
    shop: 'Harbour Gifts',
    name: 'Ada Byron',
    email: 'ada@example.com',
    password: 'a long password',
  });
  await importFile(page, csvFile('sales.csv', promotedSales()));
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
