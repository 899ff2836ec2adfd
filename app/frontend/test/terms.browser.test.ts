import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open, pageWidth, seriousViolations } from './screens.ts';
import { csvFile, dailySales, importFile, waitForForecast } from './shop-files.ts';
import { type Product, startShop } from './start-product.ts';

const items = 24;
/** The half that Leaf delivers; of the last item nobody knows the stock. */
const ofLeaf = 12;
let product: Product;
let page: Page;
let failures: readonly string[];

const button = (name: string) => page.getByRole('button', { name, exact: true });
const field = (name: string) => page.getByLabel(name, { exact: true });
const grid = () => page.getByRole('grid', { name: 'Lines of the scenario' });
const title = () => page.getByRole('heading', { level: 2, name: /^(Orders of|No difference)/ });
const numberIn = (text: string | null | undefined) => Number((text ?? '').replace(/[^\d.]/g, ''));
/** The figure of a tile with the change, and as it stands. */
const tile = async (name: string): Promise<[number, number]> => {
  const figures = page.locator('dl > div', { has: page.locator('dt', { hasText: name }) }).locator('dd');
  const [after, before] = await figures.allInnerTexts();
  return [numberIn(before?.split('\n').at(-1)), numberIn(after)];
};
const numbersOf = async (column: number): Promise<number[]> => {
  const rows = (await grid().getByRole('row').all()).slice(1);
  return Promise.all(
    rows.map(async (row) => numberIn(await row.getByRole('gridcell').nth(column).textContent())),
  );
};

beforeAll(async () => {
  ({ product, page, failures } = await startShop());
  await importFile(page, dailySales(items, 63));
  await waitForForecast(page);
  await importFile(
    page,
    csvFile('stock.csv', [
      'sku,supplier,on hand,cost',
      ...Array.from(
        { length: items - 1 },
        (_, index) => `SKU-${index + 1},${index < ofLeaf ? 'Leaf' : 'Clay'},${40 * (index + 1)},2.50`,
      ),
    ]),
  );
}, 180_000);
afterAll(async () => {
  await product?.close();
});

describe('scenarios of ordering terms', () => {
  it('are chosen beside those of prices, and say what is missing or wrong', async () => {
    await open(page, '/scenarios?category=Books');
    await button('Ordering terms').press('Enter');
    await page.getByText('Two plans beside each other').waitFor();
    expect(await field('Category').inputValue()).toBe('Books');
    expect(await seriousViolations(page)).toEqual([]);
    await button('Compare the plans').click();
    await page.getByRole('alert').getByText('Enter at least one term.').waitFor();
    await field('Lead time (days)').fill('400');
    await field('Lead time (days)').press('Enter');
    await page.getByText('At most 365.').waitFor();
    expect(await field('Lead time (days)').getAttribute('aria-invalid')).toBe('true');
    await field('Category').selectOption('All categories');
  });

  it('keep what was chosen a moment before, though it is not drawn yet', async () => {
    const choose = (choices: readonly (readonly [string, string])[]) =>
      page.evaluate(async (all) => {
        for (const [label, value] of all) {
          const name = [...document.querySelectorAll('label')].find((one) => one.textContent === label);
          const select = name?.control;
          if (!(select instanceof HTMLSelectElement)) throw new Error(`There is no choice ${label}.`);
          select.value = value;
          select.dispatchEvent(new Event('change', { bubbles: true }));
          await new Promise((resolve) => setTimeout(resolve));
        }
      }, choices);
    await choose([
      ['Category', 'Books'],
      ['Supplier now', 'Leaf'],
    ]);
    await expect.poll(() => new URL(page.url()).search).toBe('?try=terms&category=Books&supplier=Leaf');
    await choose([['Category', ' ']]);
    await expect.poll(() => new URL(page.url()).search).toBe('?try=terms&supplier=Leaf');
  });

  it('compare totals and lines with the plan as it stands, and stand in the address', async () => {
    await field('Supplier now').selectOption('Leaf');
    await field('Lead time (days)').fill('30');
    await field('Service level (%)').fill('98');
    await field('Service level (%)').press('Enter');
    await title().waitFor();
    expect(new URL(page.url()).searchParams.get('leadTimeDays')).toBe('30');
    const rows = await numbersOf(1);
    expect(rows).toHaveLength(ofLeaf);
    const [before, after] = await tile('Units to order');
    const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
    expect(sum(rows)).toBe(before);
    expect(sum(await numbersOf(2))).toBe(after);
    expect(after).toBeGreaterThan(before);
    expect((await tile('Safety stock'))[1]).toBeGreaterThan((await tile('Safety stock'))[0]);
    expect(await seriousViolations(page)).toEqual([]);
    await page.reload();
    await title().waitFor();
    expect(await field('Service level (%)').inputValue()).toBe('98');
    expect(await tile('Units to order')).toEqual([before, after]);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      button('Save the figures (CSV)').click(),
    ]);
    expect(file.suggestedFilename()).toBe('ordering-terms.csv');
  });

  it('are sorted by a column, and walked through and opened by keys', async () => {
    await grid().getByRole('button', { name: 'New order units' }).click();
    const header = grid().getByRole('columnheader', { name: 'New order units' });
    await page.waitForFunction(() => document.querySelector('[aria-sort="descending"]') !== null);
    expect(await header.getAttribute('aria-sort')).toBe('descending');
    const descending = (numbers: readonly number[]) => [...numbers].sort((a, b) => b - a);
    // The rows that are drawn are other ones once they are sorted, so both sides are read anew.
    let down: number[] = [];
    await expect
      .poll(async () => {
        down = await numbersOf(2);
        return down.join() === descending(down).join();
      })
      .toBe(true);
    await header.getByRole('button').click();
    await expect.poll(() => numbersOf(2)).toEqual([...down].reverse());
    await grid().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/items/**');
    await page.goBack();
    await title().waitFor();
  });

  it('are applied by the bulk edit of the same lines, which then are planned as was said', async () => {
    await open(page, '/scenarios?try=terms&supplier=Leaf&leadTimeDays=30');
    await title().waitFor();
    const [, units] = await tile('Units to order');
    await page.getByRole('link', { name: 'Change these lines in the reorder list' }).click();
    await page.getByRole('checkbox', { name: `Select all ${ofLeaf} rows` }).check();
    await page
      .getByRole('region', { name: 'Selected lines' })
      .getByRole('button', { name: 'Change' })
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('What').selectOption('leadTimeDays');
    await dialog.getByLabel('New value (days)').fill('30');
    await dialog.getByRole('button', { name: `Change ${ofLeaf} lines` }).click();
    await page.getByText(`Changed ${ofLeaf} lines`).waitFor({ timeout: 30_000 });
    await page
      .getByText(new RegExp(`^${units.toLocaleString('en-GB')} units`))
      .first()
      .waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: `No difference in ${ofLeaf} lines` }).waitFor();
    expect(await tile('Units to order')).toEqual([units, units]);
  });

  it('count the lines of which nothing can be said, and those that reach beyond the forecast', async () => {
    await open(page, `/scenarios?try=terms&leadTimeDays=100&search=Item+${items}`);
    await page.getByText(/^1 of 1 line: The stock on hand is not known/).waitFor();
    await page.getByText(/^1 of 1 line: Lead time and two review periods reach beyond the 91 days/).waitFor();
    await page.getByRole('heading', { name: 'Other levels in 1 line; stock unknown' }).waitFor();
    await open(page, '/scenarios?try=terms&leadTimeDays=30&search=nothing+of+this+name');
    await page.getByText('No line of the reorder list here').waitFor();
  });

  it('say what failed, and are asked again', async () => {
    let asked = 0;
    await page.route('**/v1/scenarios/terms', async (route) => {
      asked++;
      if (asked > 1) return route.continue();
      return route.fulfill({
        status: 409,
        contentType: 'application/problem+json',
        body: JSON.stringify({
          type: 'about:blank',
          title: 'Conflict',
          status: 409,
          code: 'conflict',
          detail: 'The plan is being made anew.',
          requestId: '01JD3Q8Z4T7V',
        }),
      });
    });
    await open(page, '/scenarios?try=terms&leadTimeDays=31');
    await page.getByRole('alert').getByText('The plan is being made anew.').waitFor();
    await button('Try again').click();
    await title().waitFor();
    await page.unroute('**/v1/scenarios/terms');
  });

  it.each(['light', 'dark'] as const)(
    'fit a phone, with nothing serious for axe, %s',
    async (colorScheme) => {
      await page.setViewportSize({ width: 375, height: 812 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await open(page, '/scenarios?try=terms&leadTimeDays=45');
      await title().waitFor();
      expect((await grid().getByRole('columnheader').allInnerTexts()).length).toBe(2);
      expect(await pageWidth(page)).toBe(375);
      expect(await seriousViolations(page)).toEqual([]);
      expect(failures).toEqual([]);
    },
  );
});
