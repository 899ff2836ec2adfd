import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { promotedShop } from './promoted-shop.ts';
import { open, pageWidth, seriousViolations } from './screens.ts';
import { csvFile, importFile, waitForForecast } from './shop-files.ts';
import { type Product, startShop } from './start-product.ts';

const { dayAt, days, weeks, items } = promotedShop;
let product: Product;
let page: Page;
let failures: readonly string[];

const button = (name: string) => page.getByRole('button', { name, exact: true });
const lines = () => page.getByRole('region', { name: 'Items of the scenario' });
const numberIn = (text: string | undefined) => Number((text ?? '').replace(/[^\d.]/g, ''));

/** Cells of the columns of units, the total last. */
async function units(): Promise<[number, number][]> {
  const rows = (await lines().getByRole('row').all()).slice(1);
  return Promise.all(
    rows.map(async (row): Promise<[number, number]> => {
      const [before, after] = await row.getByRole('cell').allTextContents();
      return [numberIn(before), numberIn(after)];
    }),
  );
}

beforeAll(async () => {
  ({ product, page, failures } = await startShop());
}, 180_000);
afterAll(async () => {
  await product?.close();
});

describe('scenarios of several items', () => {
  it('wait for a forecast', async () => {
    await open(page, '/scenarios');
    await page.getByText('There is no forecast yet').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
  });

  it('say what is wrong with the fields, and how much is known of the change', async () => {
    await importFile(page, csvFile('sales.csv', promotedShop.sales()));
    await waitForForecast(page);
    await page.getByRole('link', { name: 'Forecast' }).first().click();
    await page.getByRole('link', { name: 'Try a change' }).click();
    await page.getByText('Two plans beside each other').waitFor();
    await page.getByLabel('To', { exact: true }).fill('2030-01-01');
    await button('Forecast it').press('Enter');
    await page.getByText('Not among the days that are forecast.').waitFor();
    await page.getByLabel('To', { exact: true }).fill(dayAt(days + 13));
    await button('Forecast it').click();
    await page.getByRole('heading', { name: /^No difference/ }).waitFor();
    await page.getByText(/^8 of 8 items: The forecast has not learnt what promotions do/).waitFor();
  });

  it('compare each item and the total with the plan as it stands', async () => {
    await open(page, '/calendar');
    await button('From a file').click();
    const rows = weeks.map((from) => `promotion,Offer,${dayAt(from)},${dayAt(from + 6)},20`);
    await page
      .getByLabel('File of entries')
      .setInputFiles(csvFile('calendar.csv', ['kind,name,from,to,discount', ...rows]));
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await button('Forecast now').click();
    await page
      .getByText('The current forecast does not know the latest changes')
      .waitFor({ state: 'detached', timeout: 60_000 });

    await open(page, '/scenarios');
    await page.getByLabel('Discount, %').fill('20');
    await button('Forecast it').click();
    const title = page.getByRole('heading', { name: /units instead of/ });
    await title.waitFor({ timeout: 60_000 });
    const cells = await units();
    const [before, after] = cells.pop() ?? [0, 0];
    expect(cells).toHaveLength(items);
    for (const [usual, changed] of cells) expect(changed / usual).toBeGreaterThan(1.4);
    const sum = (at: 0 | 1) => cells.reduce((total, one) => total + one[at], 0);
    expect(Math.abs(sum(0) - before)).toBeLessThan(0.5 * items + 1);
    expect(Math.abs(sum(1) - after)).toBeLessThan(0.5 * items + 1);
    expect(await title.textContent()).toMatch(/\(7 days\): \+\d+%\.$/);
    expect(await page.getByText(/has not learnt/).count()).toBe(0);
    expect(await seriousViolations(page)).toEqual([]);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save the figures (CSV)' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('scenario.csv');
  });

  it('end when they are told to, and show an item that failed as that', async () => {
    let asked = 0;
    await page.route('**/v1/scenarios/preview', async (route) => {
      asked++;
      if (asked === 1) {
        await route.fulfill({
          status: 409,
          contentType: 'application/problem+json',
          body: JSON.stringify({
            type: 'about:blank',
            title: 'Conflict',
            status: 409,
            code: 'conflict',
            detail: 'The files of this forecast are gone.',
            requestId: '01JD3Q8Z4T7V',
          }),
        });
      } else if (asked === 2) await route.continue();
    });
    await button('Forecast it').click();
    await page.getByText('2 of 8 items').waitFor();
    await page.getByText('The files of this forecast are gone.').waitFor();
    await page.getByText('1 item could not be forecast and counts in no total.').waitFor();
    await button('Stop').click();
    await page.getByText(/^Stopped\. So far: \d+ units instead of/).waitFor();
    await page.unroute('**/v1/scenarios/preview');
  });

  it.each(['light', 'dark'] as const)(
    'fit a phone, with nothing serious for axe, %s',
    async (colorScheme) => {
      await page.setViewportSize({ width: 375, height: 812 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await open(page, '/scenarios');
      await button('Forecast it').click();
      await page.getByRole('heading', { name: /units instead of/ }).waitFor({ timeout: 60_000 });
      expect(await pageWidth(page)).toBe(375);
      expect(await seriousViolations(page)).toEqual([]);
      expect(failures).toEqual([]);
    },
  );
});
