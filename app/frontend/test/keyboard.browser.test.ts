import type { Locator, Page } from 'playwright-core';
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

  it('is fetched before it is wanted, and keeps what is typed until it is here', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const asked = page.waitForRequest(/command-palette/);
    await page.route(/command-palette/, async (route) => {
      await promise;
      await route.continue();
    });
    await open(page, '/');
    await asked;
    await page.keyboard.press('Control+k');
    await page.getByText('Loading…').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.keyboard.type('acc');
    await page.keyboard.press('Escape');
    await page.getByText('Loading…').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+k');
    await page.getByText('Loading…').waitFor();
    await page.keyboard.type('acc');
    resolve();
    await page.getByRole('option', { name: 'Accuracy' }).waitFor();
    await page.keyboard.type('u');
    await page.unrouteAll({ behavior: 'wait' });
    expect(await page.getByPlaceholder('Item, page or action').inputValue()).toBe('accu');
    await expect.poll(() => selected().textContent()).toBe('Accuracy');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/accuracy');
    // what was typed then is not there the next time
    await page.keyboard.press('Control+k');
    await selected().waitFor();
    expect(await page.getByPlaceholder('Item, page or action').inputValue()).toBe('');
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
});

describe('the focus', () => {
  /** What has it: the name of the element, else what it is. */
  const focused = () =>
    page.evaluate(() => {
      const { activeElement: element } = document;
      return element?.getAttribute('aria-label') ?? element?.textContent?.slice(0, 30) ?? 'nothing';
    });
  const dialog = () => page.getByRole('dialog');
  const press = async (button: Locator) => {
    await button.focus();
    await page.keyboard.press('Enter');
  };
  async function closed(): Promise<void> {
    await dialog().waitFor({ state: 'detached' });
  }

  it('goes back to the list that opened a drawer', async () => {
    await open(page, '/reorder');
    await page.getByRole('grid').focus();
    await page.keyboard.press('Enter');
    await dialog().getByText('Suggested order').first().waitFor();
    await page.keyboard.press('Escape');
    await closed();
    await expect.poll(focused).toBe('Reorder list');
  });

  it('goes back to where the palette was opened, or to the page it led to', async () => {
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Item, page or action').waitFor();
    await page.keyboard.press('Escape');
    await closed();
    await expect.poll(focused).toBe('Reorder list');
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Item, page or action').fill('calendar');
    await page.getByRole('option', { name: 'Calendar' }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/calendar');
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('main');
  });

  it('goes back to the button whose menu opened a dialog', async () => {
    await open(page, '/reorder');
    await press(page.getByRole('button', { name: 'Saved views' }));
    await page.keyboard.press('Enter');
    await dialog().waitFor();
    await page.keyboard.press('Escape');
    await closed();
    await expect.poll(focused).toBe('Saved views');
  });

  it('starts in the first field of a dialog, and survives what a form, a deletion and an undo take away', async () => {
    await open(page, '/calendar');
    const add = page.getByRole('button', { name: 'Add', exact: true });
    await press(add);
    await dialog().waitFor();
    // typed without a look at where: into the name
    await page.keyboard.type('Harbour fair');
    await page.keyboard.press('Enter');
    await closed();
    await expect.poll(focused).toBe('Add');
    await press(page.getByRole('button', { name: 'Delete Harbour fair' }));
    await page.getByText('Deleted Harbour fair').waitFor();
    await page.getByRole('button', { name: 'Delete Harbour fair' }).waitFor({ state: 'detached' });
    await expect.poll(focused).toBe('Add');
    await press(page.getByRole('button', { name: 'Undo', exact: true }));
    await page.getByText('Harbour fair is back').waitFor();
    await expect.poll(focused).toBe('Add');
  });

  it('stays on the button that saves the settings', async () => {
    await open(page, '/settings/shop');
    await page.getByLabel('Lead time (days)').fill('15');
    await press(page.getByRole('button', { name: 'Save' }));
    await page.getByText('Settings saved').waitFor();
    await expect.poll(focused).toBe('Save');
  });
});

describe('a long list', () => {
  const grid = () => page.getByRole('grid');
  /** Whether nothing stands over the row that the keyboard is on, neither at its top nor at its foot. */
  const isActiveRowSeen = () =>
    grid().evaluate((box) => {
      const row = document.getElementById(box.getAttribute('aria-activedescendant') ?? '');
      if (!row) return false;
      const { left, top, bottom } = row.getBoundingClientRect();
      return [top + 3, bottom - 3].every((y) => row.contains(document.elementFromPoint(left + 120, y)));
    });
  async function press(key: string, times: number): Promise<void> {
    for (let count = 0; count < times; count++) await page.keyboard.press(key);
    await expect.poll(isActiveRowSeen).toBe(true);
  }

  it.each([
    ['/reorder', 1440, 900],
    ['/forecast?category=Books', 1440, 900],
    ['/reorder', 375, 812],
  ])('shows the row that the keyboard is on: %s at %i px', async (path, width, height) => {
    await page.setViewportSize({ width, height });
    await open(page, path);
    await grid().focus();
    await press('ArrowDown', 25);
    await press('ArrowUp', 18);
    await press('End', 1);
    await press('PageUp', 1);
    await press('Home', 1);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it('is found as it was left when one comes back', async () => {
    await open(page, '/forecast?category=Books');
    // what comes in above the list would move the page after its place is read
    await page.waitForLoadState('networkidle');
    await grid().focus();
    await press('ArrowDown', 25);
    const left = await grid().evaluate((box) => ({ list: box.scrollTop, page: scrollY }));
    expect(left.list).toBeGreaterThan(100);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /^Item/ }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Books' }).waitFor();
    await expect.poll(isActiveRowSeen).toBe(true);
    expect(await grid().evaluate((box) => ({ list: box.scrollTop, page: scrollY }))).toEqual(left);
    expect(await grid().evaluate((box) => box === document.activeElement)).toBe(true);
  });

  it('begins at its top in another order', async () => {
    await page.getByRole('columnheader', { name: /^Name/ }).getByRole('button').click();
    await page.waitForURL(/sort=name/);
    await expect.poll(() => grid().evaluate((box) => box.scrollTop)).toBe(0);
  });
});

it('throws nothing and breaks no content rule', () => {
  expect(failures).toEqual([]);
});
