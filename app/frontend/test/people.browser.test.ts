import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ada, ben, signUp } from './people.ts';
import { open, pageWidth, seriousViolations, watchFailures } from './screens.ts';
import { dailySales, importFile, waitForForecast } from './shop-files.ts';
import { type Product, startProduct } from './start-product.ts';

let product: Product;
let page: Page;
let viewer: Page;
let failures: readonly string[];

/** as an invitation's link looks; no such invitation exists */
const someInvitation = `/invite#${'a'.repeat(43)}`;

/** The link that the owner is shown once. */
async function invite(email: string, role: string): Promise<string> {
  await open(page, '/settings/team');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Role', { exact: true }).selectOption(role);
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  const dialog = page.getByRole('dialog');
  const link = (await dialog.locator('code').textContent()) ?? '';
  await dialog.getByRole('button', { name: 'I have kept it' }).click();
  await dialog.waitFor({ state: 'detached' });
  return link;
}

beforeAll(async () => {
  product = await startProduct();
  page = await (await product.openBrowser()).newPage();
  failures = watchFailures(page);
});
afterAll(async () => {
  await product?.close();
});

describe('the pages before a shop', () => {
  it.each(['/sign-in', '/sign-up', someInvitation, '/invite#broken'])(
    '%s is accessible and fits a phone',
    async (path) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await open(page, path);
        await page.reload();
        await page.locator('h1').first().waitFor();
        expect(await seriousViolations(page)).toEqual([]);
      }
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize({ width: 375, height: 812 });
      await expect.poll(() => pageWidth(page)).toBe(375);
      await page.setViewportSize({ width: 1440, height: 900 });
    },
  );

  it('says so when an invitation does not exist or its link is broken', async () => {
    await open(page, someInvitation);
    await page.reload();
    await page.getByLabel('Your name').fill('Nobody');
    await page.getByLabel('Password').fill('a long password');
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('alert').waitFor();
    await page.goto('/invite#%E0%A4%A');
    await page.reload();
    await page.getByRole('heading', { name: 'This link is not complete' }).waitFor();
  });

  it('opens the sample shop with one click', async () => {
    const other = await product.openBrowser();
    const visitor = await other.newPage();
    await open(visitor, '/sign-in');
    expect(await visitor.getByRole('button', { name: 'Open the sample shop' }).count()).toBe(0);
    await product.addSampleShop('Sample shop');
    await open(visitor, '/sign-in');
    await visitor.getByRole('button', { name: 'Open the sample shop' }).click();
    await visitor.getByRole('button', { name: 'Shop: Sample shop' }).waitFor();
    await other.close();
  });
});

describe('people of a shop', () => {
  it('invites a viewer, who sees everything and can change nothing', async () => {
    await signUp(page, ada);
    await importFile(page, dailySales(4, 90));
    await waitForForecast(page);
    const link = await invite('cleo@example.com', 'viewer');
    await page.getByText('cleo@example.com').waitFor();
    viewer = await (await product.openBrowser()).newPage();
    await viewer.goto(link);
    await viewer.getByLabel('Your name').fill('Cleo Marsh');
    await viewer.getByLabel('Password').fill('a third long one');
    await viewer.getByRole('button', { name: 'Join' }).click();
    await viewer.getByRole('button', { name: 'Shop: Harbour Gifts' }).waitFor();

    await open(viewer, '/reorder');
    await viewer.getByRole('gridcell', { name: /Item 1/ }).waitFor();
    expect(await viewer.getByRole('checkbox').count()).toBe(0);
    await viewer.getByRole('gridcell', { name: /Item 1/ }).click();
    const drawer = viewer.getByRole('dialog');
    await drawer.getByText('Suggested order').first().waitFor();
    const fields = drawer.getByRole('textbox');
    for (let index = 0; index < (await fields.count()); index++)
      expect(await fields.nth(index).isEditable()).toBe(false);
    await open(viewer, '/data');
    expect(await viewer.getByRole('button', { name: /Choose a file|Forecast now|Undo/ }).count()).toBe(0);
    await viewer.getByRole('link', { name: 'sales.csv' }).waitFor();
    await open(viewer, '/settings/team');
    expect(await viewer.getByRole('button', { name: /Invite|Remove|Withdraw/ }).count()).toBe(0);
    await open(viewer, '/settings/keys');
    await viewer.getByText('Only an owner can see and change API keys.').waitFor();
    await open(viewer, '/settings/shop');
    expect(await viewer.getByRole('button', { name: 'Save' }).count()).toBe(0);
  });

  it('withdraws an invitation', async () => {
    await invite('dora@example.com', 'planner');
    await page.getByRole('button', { name: 'Withdraw the invitation of dora@example.com' }).click();
    await page.getByText('dora@example.com').waitFor({ state: 'detached' });
  });

  it('gives a second shop to a person who has one, and switches between them', async () => {
    const second = await (await product.openBrowser()).newPage();
    await signUp(second, ben);
    const link = await invite(ben.email, 'planner');
    await second.goto(link);
    await second.getByLabel('Your name').fill(ben.name);
    await second.getByLabel('Password').fill(ben.password);
    await second.getByRole('button', { name: 'Join' }).click();
    await second.getByRole('button', { name: 'Shop: Harbour Gifts' }).click();
    await second.getByRole('menuitemcheckbox', { name: ben.shop }).click();
    await second.getByRole('button', { name: `Shop: ${ben.shop}` }).waitFor();
    await open(second, '/reorder');
    await second.getByRole('heading', { name: 'There is nothing to plan yet' }).waitFor();
    await second.getByRole('button', { name: `Shop: ${ben.shop}` }).click();
    await second.getByRole('menuitemcheckbox', { name: ada.shop }).click();
    await second.getByRole('button', { name: `Shop: ${ada.shop}` }).waitFor();
    await open(second, '/reorder');
    await second.getByRole('gridcell', { name: /^Item 1/ }).waitFor();
  });
});

describe('API keys', () => {
  it('shows a key once, works until it is revoked, and not after', async () => {
    await open(page, '/settings/keys');
    await page.getByLabel('Name').fill('nightly export');
    await page.getByRole('button', { name: 'Create', exact: false }).first().click();
    const dialog = page.getByRole('dialog');
    const key = (await dialog.locator('code').textContent()) ?? '';
    await dialog.getByRole('button', { name: 'I have kept it' }).click();
    const readItems = () =>
      fetch(`${product.url}/v1/items`, { headers: { 'x-api-key': key } }).then(({ status }) => status);
    expect(await readItems()).toBe(200);
    await page.reload();
    // the name alone also stands in the hint of the form, which is there before the list is
    const revoke = page.getByRole('button', { name: 'Revoke nightly export' });
    await revoke.waitFor();
    expect(await page.locator('body').textContent()).not.toContain(key);
    await revoke.click();
    await page.getByText('Revoked', { exact: true }).waitFor();
    expect(await readItems()).toBe(401);
  });

  it('throws nothing and breaks no content rule', () => {
    expect(failures).toEqual([]);
  });
});
