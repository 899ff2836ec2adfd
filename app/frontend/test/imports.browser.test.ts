import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open, seriousViolations } from './screens.ts';
import { csvFile, dailySales, importButton, importFile, uploadFile } from './shop-files.ts';
import { type Product, startShop } from './start-product.ts';

// made by another program: see the folder's README
const workbook = new URL('../../../packages/importers/test/data/two-years.xlsx', import.meta.url);

let product: Product;
let page: Page;
let failures: readonly string[];

const heading = (name: string | RegExp) => page.getByRole('heading', { name });

beforeAll(async () => {
  ({ product, page, failures } = await startShop());
});
afterAll(async () => {
  await product?.close();
});

describe('bringing files', () => {
  it('stops an upload that is cancelled on its way, and keeps nothing of it', async () => {
    const line = await page.context().newCDPSession(page);
    const network = { offline: false, latency: 0, downloadThroughput: -1 };
    await open(page, '/data');
    await line.send('Network.enable');
    await line.send('Network.emulateNetworkConditions', { ...network, uploadThroughput: 20_000 });
    await page.getByLabel('Sales or stock file').setInputFiles(dailySales(200, 200, 'slow.csv'));
    await page.getByRole('progressbar', { name: 'Uploading slow.csv' }).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Choose a file' }).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    await line.send('Network.emulateNetworkConditions', { ...network, uploadThroughput: -1 });
    await open(page, '/data');
    await expect
      .poll(
        async () => {
          await page.reload();
          await heading('History').waitFor();
          await page.waitForFunction(() => document.querySelectorAll('[aria-busy="true"]').length === 0);
          return page.getByText(/Uploading|Reading/).count();
        },
        { timeout: 20_000 },
      )
      .toBe(0);
  });

  it('asks how dates and decimals are meant where both readings fit, and reads them as told', async () => {
    const days = ['01/02/2024', '02/03/2024', '03/04/2024', '04/05/2024'];
    await uploadFile(
      page,
      csvFile('doubtful.csv', [
        'date;sku;name;quantity;price',
        ...days.flatMap((day) => ['A', 'B'].map((sku) => `${day};${sku};Item ${sku};3;"1,234"`)),
      ]),
    );
    const dates = page.getByRole('group', { name: /can be read in two ways. Which comes first/ });
    const decimals = page.getByRole('group', { name: /Which sign separates the decimals/ });
    expect(await importButton(page).count()).toBe(0);
    await dates.getByRole('button', { name: 'The day' }).click();
    await decimals.getByRole('button', { name: /A comma/ }).click();
    await expect.poll(() => importButton(page).isEnabled(), { timeout: 20_000 }).toBe(true);
    await importButton(page).click();
    await heading('What came in').waitFor({ timeout: 60_000 });
    // day first: from 1 February to 4 May, not from 2 January to 5 April; 24 units at 1.234
    await page.getByText('1 Feb 2024 – 4 May 2024').waitFor();
    await page.getByText('£30', { exact: true }).waitFor();
  });

  it('takes an import back as a whole', async () => {
    await page.getByRole('button', { name: 'Undo doubtful.csv' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click();
    await page.getByText(/This import was taken back/).waitFor({ timeout: 60_000 });
    await open(page, '/data');
    await page.getByText('Taken back', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: /^Undo/ }).count()).toBe(0);
    await open(page, '/reorder');
    await heading('There is nothing to plan yet').waitFor();
  });

  it('finds a running import again after a reload, and its end by itself', async () => {
    await uploadFile(page, dailySales(6, 120));
    await expect.poll(() => importButton(page).isEnabled(), { timeout: 20_000 }).toBe(true);
    const resume = await product.pauseJobs();
    await importButton(page).click();
    await heading(/Waiting for its turn|Importing/).waitFor();
    await page.reload();
    await heading(/Waiting for its turn|Importing/).waitFor();
    await resume();
    await heading('What came in').waitFor({ timeout: 60_000 });
    await page.getByText('720', { exact: true }).first().waitFor();
  });

  it('takes stock, which the reorder list then plans with', async () => {
    await page.getByRole('button', { name: /Up to date|Stale/ }).waitFor({ timeout: 100_000 });
    await importFile(
      page,
      csvFile('stock.csv', [
        'sku,on hand,lead time days,supplier,cost',
        'SKU-1,7,10,Northwind,2.50',
        'SKU-2,5000,10,Northwind,2.50',
      ]),
    );
    await open(page, '/reorder');
    const row = (name: string) => page.getByRole('row').filter({ hasText: name });
    await row('SKU-1').getByText('Northwind').waitFor();
    expect(await row('SKU-1').getByRole('gridcell').allInnerTexts()).toContain('7');
    await row('SKU-2').getByRole('gridcell', { name: 'Overstock', exact: true }).waitFor();
  });

  it('asks which week a row is about, says what becomes of it, and brings promotions into the calendar', async () => {
    const weeks = Array.from({ length: 12 }, (_, week) =>
      new Date(Date.UTC(2024, 0, 1 + 7 * week)).toISOString().slice(0, 10),
    );
    await uploadFile(
      page,
      csvFile('weekly.csv', [
        'week,sku,quantity,promo',
        ...weeks.flatMap((day, week) => ['W', 'X'].map((sku) => `${day},${sku},7,${week === 4 ? 1 : 0}`)),
      ]),
    );
    const asked = page.getByRole('group', { name: /one row a week, dated on a Monday/ });
    expect(await importButton(page).count()).toBe(0);
    expect(await seriousViolations(page)).toEqual([]);
    await asked.getByRole('button', { name: 'The week that begins then: Monday to Sunday' }).click();
    await page.getByText('This file has one row a week', { exact: true }).waitFor({ timeout: 20_000 });
    await page.getByText(/spread over its seven days, Monday to Sunday/).waitFor();
    await page.getByText('2 promotions on 14 item-days').waitFor();
    await page.getByText('1 Jan 2024 – 24 Mar 2024').waitFor();
    expect(await page.getByLabel('A row is about').inputValue()).toBe('week_from');
    expect(await seriousViolations(page)).toEqual([]);
    await importButton(page).click();
    await heading('What came in').waitFor({ timeout: 60_000 });
    const { pathname } = new URL(page.url());
    await open(page, '/calendar');
    await page.getByRole('button', { name: 'Past (2)' }).click();
    const entries = page.getByRole('list', { name: 'Entries' }).getByRole('listitem');
    await entries.filter({ hasText: '(7 days)' }).filter({ hasText: 'from a sales file' }).first().waitFor();
    await open(page, pathname);
    await page.getByRole('button', { name: 'Undo weekly.csv' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click();
    await page.getByText(/This import was taken back/).waitFor({ timeout: 60_000 });
    await open(page, '/calendar');
    await page.getByRole('button', { name: 'Past (0)' }).waitFor();
  });

  it('reads a table with one column for each month, and says where a cell is wrong', async () => {
    await uploadFile(
      page,
      csvFile('by-month.csv', [
        'SKU;Name;Category;Oct 2023;Nov 2023;Dec 2023;Total',
        'M1;Mug;Kitchen;31;30;62;123',
        'M2;Bowl;Kitchen;;n.a.;31;31',
        'Total;;;31;30;93;154',
      ]),
    );
    await page.getByText(/one column for each month/).waitFor();
    await page.getByText(/3 columns are months, Oct 2023 to Dec 2023: each filled cell/).waitFor();
    await page.getByText('This file has one column a month', { exact: true }).waitFor({ timeout: 20_000 });
    await page.getByText('1 Oct 2023 – 31 Dec 2023').waitFor();
    expect(await page.getByLabel('A row is about').inputValue()).toBe('month');
    await page.getByText('The file has no prices').waitFor();
    await page.getByText('not known', { exact: true }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/wide.png`, fullPage: true });
    await importButton(page).click();
    await heading('What came in').waitFor({ timeout: 60_000 });
    if (process.env.SHOTS)
      await page.screenshot({ path: `${process.env.SHOTS}/wide-done.png`, fullPage: true });
    await page.getByRole('button', { name: 'Undo by-month.csv' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click();
    await page.getByText(/This import was taken back/).waitFor({ timeout: 60_000 });
  });

  it('proposes the largest sheet of a workbook, and reads another one when it is chosen', async () => {
    await uploadFile(page, {
      name: 'two-years.xlsx',
      mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      buffer: readFileSync(workbook),
    });
    const sheet = page.getByLabel('Sheet', { exact: true });
    expect(await sheet.inputValue()).toBe('Sales 2026');
    expect(await sheet.getByRole('option').allInnerTexts()).toEqual([
      'Sales 2026 (62 rows)',
      'Sales 2025 (42 rows)',
      'Read me (1 row)',
      'Lists (501 rows, hidden)',
    ]);
    await page.getByText('Excel workbook, sheet "Sales 2026" · header in row 3').waitFor();
    await page.getByText('1 Jan 2026 – 30 Jan 2026').waitFor({ timeout: 20_000 });
    expect(await seriousViolations(page)).toEqual([]);

    await sheet.selectOption('Sales 2025');
    await page.getByText('1 Jan 2025 – 20 Jan 2025').waitFor({ timeout: 20_000 });
    expect(await sheet.inputValue()).toBe('Sales 2025');
    await sheet.selectOption('Read me');
    await page.getByText(/No header row was found on the sheet "Read me"/).waitFor({ timeout: 20_000 });
    expect(await sheet.inputValue()).toBe('Sales 2025');

    await expect.poll(() => importButton(page).isEnabled(), { timeout: 20_000 }).toBe(true);
    expect(await importButton(page).textContent()).toBe('Import 40 rows');
    await importButton(page).click();
    await heading('What came in').waitFor({ timeout: 60_000 });
    await page.getByText('1 Jan 2025 – 20 Jan 2025').waitFor();
  });

  it('throws nothing and breaks no content rule', () => {
    expect(failures).toEqual([]);
  });
});
