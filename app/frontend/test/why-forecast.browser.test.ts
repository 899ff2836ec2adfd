import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open, pageWidth, seriousViolations } from './screens.ts';
import { csvFile, importFile, waitForForecast } from './shop-files.ts';
import { type Product, startShop } from './start-product.ts';

const items = 12;
const days = 200;
/** One order of thousands, of an item that sells a dozen a day: 28 June. */
const bulkItem = 12;
const bulkDay = 179;
let product: Product;
let page: Page;
let failures: readonly string[];
/** address of an item whose forecast has a boosted part */
let itemPath = '';

/** A weekly rhythm that all items share under much noise: what the model of all series sees and a single one does not. */
function noisySales(): string[] {
  let state = 7;
  const chance = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const lines = ['date,sku,name,quantity'];
  for (let day = 0; day < days; day++) {
    const date = new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);
    for (let item = 1; item <= items; item++) {
      const level = item * (1 + 0.5 * Math.sin((2 * Math.PI * day) / 7));
      const sold = Math.round(level * 2 * chance());
      if (day === bulkDay && item === bulkItem) lines.push(`${date},SKU-${item},Item ${item},9000`);
      else if (sold > 0 || day === days - 1)
        lines.push(`${date},SKU-${item},Item ${item},${Math.max(1, sold)}`);
    }
  }
  return lines;
}

const card = () => page.getByRole('region', { name: 'Why this forecast' });

beforeAll(async () => {
  ({ product, page, failures } = await startShop());
  await importFile(page, csvFile('sales.csv', noisySales()));
  await waitForForecast(page);
}, 180_000);
afterAll(async () => {
  await product?.close();
});

describe('why a forecast is what it is', () => {
  it('is said as a sentence, a table of models with losses, and drivers with percent and units', async () => {
    for (let item = 1; item <= items && itemPath === ''; item++) {
      await open(page, `/items/${item}/1`);
      await card().getByRole('table').first().waitFor();
      if ((await card().getByRole('heading', { name: 'What drives it' }).count()) > 0)
        itemPath = `/items/${item}/1`;
    }
    expect(itemPath).not.toBe('');
    const text = (await card().allInnerTexts()).join();
    expect(text).toMatch(/share this forecast by how well each did|alone: no other model did better/);
    const boosted = card().getByRole('row').filter({ hasText: 'Boosted trees' });
    expect((await boosted.allInnerTexts())[0]).toMatch(/\d\.\d{2}\s+\d+%/);
    const bars = card().getByRole('listitem');
    expect(await bars.count()).toBeGreaterThan(0);
    for (const bar of await bars.allInnerTexts()) expect(bar).toMatch(/[+−-]\d+% · [+−-]?[\d.,]+ units/);
    await card()
      .getByText(/other models? tried and left out/)
      .click();
    expect(await card().getByText('left out', { exact: true }).count()).toBeGreaterThan(1);
  });

  it('says of a sale beyond all others what it counts as, on the page of its item alone', async () => {
    let found = false;
    for (let item = 1; item <= items && !found; item++) {
      await open(page, `/items/${item}/1`);
      await card().getByRole('table').first().waitFor();
      found = (await page.getByRole('heading', { name: `Item ${bulkItem}`, exact: true }).count()) > 0;
    }
    expect(found).toBe(true);
    const said = card().getByText(/9,000 on .*28.*2024: more than ten times the largest of all other days/);
    await said.waitFor();
    expect(await said.textContent()).toMatch(/The forecast counts it as \d\d, so that one such order/);
    await open(page, itemPath);
    await card().getByRole('table').first().waitFor();
    expect(
      await card()
        .getByText(/more than ten times/)
        .count(),
    ).toBe(0);
  });

  it('has the drivers as a table that adds up, and by week', async () => {
    await card().getByRole('button', { name: 'Drivers as table' }).click();
    const figures = page.getByRole('region', { name: 'Drivers as figures' });
    const [drivers, weeks] = await figures.getByRole('table').all();
    const units = (await drivers?.getByRole('row').all()) ?? [];
    const last = await Promise.all(
      units.slice(1).map(async (row) => {
        const cells = await row.getByRole('cell').allInnerTexts();
        return Number(cells.at(-1)?.replaceAll(',', '').replace('−', '-'));
      }),
    );
    const total = last.pop() ?? Number.NaN;
    expect(Math.abs(last.reduce((sum, one) => sum + one, 0) - total)).toBeLessThan(0.5 * last.length + 1);
    expect(await weeks?.getByRole('row').count()).toBe(1 + 13);
  });

  it.each(['light', 'dark'] as const)(
    'has no serious accessibility violation, opened, %s',
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      expect(await seriousViolations(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'light' });
    },
  );

  it('fits a phone', async () => {
    await page.setViewportSize({ width: 375, height: 812 });
    await open(page, itemPath);
    await card().getByRole('button', { name: 'Drivers as table' }).click();
    await page.getByRole('region', { name: 'Drivers as figures' }).waitFor();
    expect(await pageWidth(page)).toBe(375);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it('keeps the models and offers another try where the drivers cannot be loaded', async () => {
    const answer = /\/explanation$/;
    await page.route(answer, (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        body: JSON.stringify({
          type: 'about:blank',
          title: 'Unavailable',
          status: 503,
          code: 'unavailable',
          detail: 'The database does not answer at the moment.',
          requestId: '01JD3Q8Z4T7V',
        }),
      }),
    );
    await open(page, itemPath);
    await card().getByRole('alert').waitFor({ timeout: 30_000 });
    expect(await card().getByRole('row').count()).toBeGreaterThan(1);
    await page.unroute(answer);
    await card().getByRole('button', { name: 'Try again' }).click();
    await card().getByRole('heading', { name: 'What drives it' }).waitFor();
    expect(failures).toEqual([]);
  });
});
