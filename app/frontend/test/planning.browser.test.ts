import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open, pageWidth, watchFailures } from './screens.ts';
import { csvFile, dailySales, importFile, waitForForecast } from './shop-files.ts';
import { type Product, startShop } from './start-product.ts';

/** More lines than the list fetches at once. */
const items = 230;
let product: Product;
let page: Page;
let failures: readonly string[];

const line = (name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('checkbox', { name: `Select ${name},` }) });

beforeAll(async () => {
  ({ product, page, failures } = await startShop());
  await importFile(page, dailySales(items, 63));
  await waitForForecast(page);
  await importFile(
    page,
    csvFile('stock.csv', [
      'sku,barcode,supplier,supplier sku,on hand,cost',
      ...Array.from(
        { length: items - 1 },
        (_, index) => `SKU-${index + 1},50${index + 1},Northwind,N-${index + 1},0,2.50`,
      ),
      `SKU-${items},,,,0,`,
    ]),
  );
}, 180_000);
afterAll(async () => {
  await product?.close();
});

describe('the reorder list', () => {
  it('shows item and order on a phone without scrolling sideways', async () => {
    await page.setViewportSize({ width: 375, height: 812 });
    await open(page, '/reorder');
    const grid = page.getByRole('grid', { name: 'Reorder list' });
    await grid.getByText('SKU-').first().waitFor();
    expect((await grid.getByRole('columnheader').allInnerTexts()).slice(1)).toEqual(['Item', 'Order units']);
    expect(await grid.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
    expect(await pageWidth(page)).toBe(375);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  /** Sets the lead time of every line, on pages that were fetched and on those that were not. */
  async function changeAll(days: string): Promise<void> {
    await open(page, '/reorder?sort=sku&direction=asc');
    await page.getByRole('checkbox', { name: `Select all ${items} rows` }).check();
    await page.getByText(`All ${items} lines selected`).waitFor();
    await page
      .getByRole('region', { name: 'Selected lines' })
      .getByRole('button', { name: 'Change' })
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('What').selectOption('leadTimeDays');
    await dialog.getByLabel('New value (days)').fill(days);
    await dialog.getByRole('button', { name: `Change ${items} lines` }).click();
    await page.getByText(`Changed ${items} lines`).waitFor({ timeout: 30_000 });
  }

  /** The last line is on a page that is fetched only now. */
  async function lastLineHas(days: string): Promise<void> {
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('grid', { name: 'Reorder list' }).focus();
    await page.keyboard.press('End');
    await line('Item 99').getByText(days, { exact: true }).waitFor();
  }

  it('changes every line across pages at once', async () => {
    await changeAll('33');
    await lastLineHas('33');
  });

  it('takes a change of every line back', async () => {
    await changeAll('34');
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByText(`Taken back for ${items} lines`).waitFor({ timeout: 30_000 });
    await lastLineHas('33');
  });

  it('changes ticked lines, and takes it back', async () => {
    await open(page, '/reorder?sort=sku&direction=asc');
    for (const name of ['Select Item 1,', 'Select Item 10,'])
      await page.getByRole('checkbox', { name: new RegExp(`^${name}`) }).check();
    await page.getByText('2 lines selected').waitFor();
    await page
      .getByRole('region', { name: 'Selected lines' })
      .getByRole('button', { name: 'Change' })
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('What').selectOption('leadTimeDays');
    await dialog.getByLabel('New value (days)').fill('44');
    await dialog.getByRole('button', { name: 'Change 2 lines' }).click();
    await line('Item 10').getByText('44', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByText('Taken back').waitFor();
    await page.getByText('44', { exact: true }).first().waitFor({ state: 'detached' });
    await line('Item 10').getByText('33', { exact: true }).waitFor();
  });

  it('shows which supplier and category the address asks for, also none, and lets go of them', async () => {
    await open(page, '/reorder?supplier=&category=Books');
    await page.getByText('1 line', { exact: true }).waitFor();
    expect(await page.getByLabel('Supplier', { exact: true }).inputValue()).toBe('');
    const category = page.getByRole('button', { name: 'Books', exact: true });
    await category.press('Enter');
    await category.waitFor({ state: 'detached' });
    await page.getByLabel('Supplier', { exact: true }).selectOption('All suppliers');
    await page.getByText(`${items} lines`, { exact: true }).waitFor();
    expect(new URL(page.url()).searchParams.has('supplier')).toBe(false);
  });

  it('keeps what is typed in bursts, and undoes a filter that was chosen a moment before', async () => {
    await open(page, '/reorder');
    const asked = () => Object.fromEntries(new URL(page.url()).searchParams);
    const find = page.getByLabel('Find by name or SKU');
    await find.pressSequentially('Item ');
    await expect.poll(asked).toEqual({ search: 'Item ' });
    await find.pressSequentially('22');
    await page.getByText('11 lines', { exact: true }).waitFor();
    expect(await find.inputValue()).toBe('Item 22');
    expect(asked()).toEqual({ search: 'Item 22' });
    for (const name of ['Will run out', 'Order now']) {
      const toggle = page.getByRole('button', { name, exact: true });
      const twice = (button: HTMLElement) =>
        new Promise<void>((resolve) => {
          button.click();
          setTimeout(() => {
            button.click();
            resolve();
          });
        });
      await toggle.evaluate(twice);
      await expect.poll(asked).toEqual({ search: 'Item 22' });
      await expect.poll(() => toggle.getAttribute('aria-pressed')).toBe('false');
    }
    await find.fill('');
    await expect.poll(asked).toEqual({});
  });

  it('leaves what is still being typed on the level of the explorer that it was typed on', async () => {
    await open(page, '/forecast');
    const grid = page.getByRole('grid', { name: 'Lines of this level' });
    const category = grid.getByRole('row').filter({ hasText: 'Books' });
    await category.waitFor();
    await page.getByLabel('Find a line').fill('oo');
    await category.click();
    await grid
      .getByText(/^Item \d+$/)
      .first()
      .waitFor();
    // longer than a pause in typing
    await page.waitForTimeout(400);
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
      locationId: '1',
      category: 'Books',
    });
    expect(await page.getByLabel('Find a line').inputValue()).toBe('');
  });

  it('keeps a filter under a name, for this person in this browser', async () => {
    await open(page, '/reorder?search=Item+22&sort=sku&direction=desc');
    const views = page.getByRole('button', { name: 'Saved views' });
    await views.click();
    await page.getByRole('menuitem', { name: 'Save this view' }).click();
    await page.getByLabel('Name of the view').fill('The twenties');
    await page.keyboard.press('Enter');
    await open(page, '/reorder');
    await views.click();
    await page.getByRole('menuitemcheckbox', { name: 'The twenties' }).click();
    await page.waitForURL(/direction=desc&search=Item\+22&sort=sku/);
    await page.getByText('11 lines', { exact: true }).waitFor();
    await views.click();
    await page.getByRole('menuitem', { name: 'Forget “The twenties”' }).click();
    await page.reload();
    await views.click();
    await page.getByRole('menuitem', { name: 'Save this view' }).waitFor();
    expect(await page.getByRole('menuitemcheckbox').count()).toBe(0);
    await page.keyboard.press('Escape');
  });

  it.each([
    ['Northwind', items - 1],
    ['No supplier', 1],
  ])('saves the purchase order of %s alone', async (supplier, lines) => {
    await open(page, '/reorder');
    await page.getByRole('button', { name: 'Create order' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: new RegExp(`^${supplier}`) }).click(),
    ]);
    const [header, ...rows] = (await readFile(await download.path(), 'utf8')).trimEnd().split(/\r?\n/);
    expect(header).toBe('SKU,Barcode,Supplier SKU,Quantity,Cost,Tax');
    expect(rows).toHaveLength(lines);
    if (supplier === 'Northwind') expect(rows[0]).toMatch(/^SKU-1,501,N-1,\d+,2\.50?,$/);
    else expect(rows[0]).toMatch(/^SKU-230,,,\d+,,$/);
  });
});

describe('an order on paper', () => {
  it('holds every line and its total, and nothing of the frame', async () => {
    await open(page, '/reorder');
    await page.getByRole('button', { name: 'Create order' }).click();
    await page.getByRole('menuitem', { name: 'Order to Northwind' }).click();
    await page.getByRole('heading', { level: 1, name: 'Order to Northwind' }).waitFor();
    await page.getByRole('table').waitFor();
    // a header, the lines, a total
    expect(await page.getByRole('row').count()).toBe(items + 1);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('navigation').count()).toBe(0);
    expect(await page.getByRole('button').count()).toBe(0);
    expect(await page.getByRole('table').isVisible()).toBe(true);
    await page.emulateMedia({ media: 'screen' });
  });
});

describe('the forecast of every level', () => {
  const grid = () => page.getByRole('grid', { name: 'Lines of this level' });
  const names = async () =>
    (await grid().getByRole('row').locator('[role=gridcell]:first-child').allInnerTexts()).slice(0, 3);

  it('goes down from the shop to a category to an item, and back up', async () => {
    await open(page, '/forecast');
    await grid().getByText('Books', { exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Books' }).waitFor();
    await page.waitForURL(/category=Books/);
    await grid().getByText('Item 38', { exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Item 38' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Books' }).waitFor();
    await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link').first().click();
    await grid().getByText('Gifts', { exact: true }).waitFor();
  });

  it('sorts by a column, both ways, and keeps it in the address', async () => {
    await open(page, '/forecast?category=Books');
    await page.getByRole('columnheader', { name: /^Name/ }).getByRole('button').click();
    await page.waitForURL(/sort=name&direction=desc/);
    await expect.poll(names, { timeout: 15_000 }).toEqual(['Item 98', 'Item 96', 'Item 94']);
    await page.getByRole('columnheader', { name: /^Name/ }).getByRole('button').click();
    await page.waitForURL(/sort=name&direction=asc/);
    await expect.poll(names, { timeout: 15_000 }).toEqual(['Item 10', 'Item 100', 'Item 102']);
    await page.reload();
    await expect.poll(names, { timeout: 15_000 }).toEqual(['Item 10', 'Item 100', 'Item 102']);
  });

  it('throws nothing and breaks no content rule', () => {
    expect(failures).toEqual([]);
  });
});

it('works in a browser whose language no formatter takes', async () => {
  const context = await product.openBrowser();
  await context.addInitScript(() => Object.defineProperty(navigator, 'language', { value: 'en-US@posix' }));
  const foreign = await context.newPage();
  const thrown = watchFailures(foreign);
  await open(foreign, '/sign-up');
  expect(await foreign.getByLabel('Currency').inputValue()).toBe('USD');
  expect(thrown).toEqual([]);
  await context.close();
});
