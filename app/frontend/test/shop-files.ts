import type { Page } from 'playwright-core';

interface Upload {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

export const csvFile = (name: string, lines: readonly string[]): Upload => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(`${lines.join('\n')}\n`),
});

const firstDay = Date.UTC(2024, 0, 1);

/** Daily sales of made-up items in two categories; item 1 sells least. Each day sells by its weekday. */
export function dailySales(items: number, days: number, name = 'sales.csv'): Upload {
  const lines = ['date,sku,name,category,quantity'];
  for (let day = 0; day < days; day++) {
    const date = new Date(firstDay + day * 86_400_000).toISOString().slice(0, 10);
    for (let item = 1; item <= items; item++) {
      const sold = (item % 40) + 1 + ((day + item) % 7);
      lines.push(`${date},SKU-${item},Item ${item},${item % 2 === 0 ? 'Books' : 'Gifts'},${sold}`);
    }
  }
  return csvFile(name, lines);
}

/** Brings a file up to the point where it is read and waits for the person. */
export async function uploadFile(page: Page, file: Upload): Promise<void> {
  await page.goto('/data');
  await page.getByLabel('Sales or stock file').setInputFiles(file);
  await page.getByRole('heading', { name: 'What we read' }).waitFor({ timeout: 30_000 });
}

export const importButton = (page: Page) => page.getByRole('button', { name: /^Import [\d,]+ rows?$/ });

/** The whole way of a file that raises no question. */
export async function importFile(page: Page, file: Upload): Promise<void> {
  await uploadFile(page, file);
  await importButton(page).click({ timeout: 30_000 });
  await page.getByRole('heading', { name: 'What came in' }).waitFor({ timeout: 60_000 });
}

/** The forecast follows an import by itself. */
export async function waitForForecast(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Up to date|Stale/ }).waitFor({ timeout: 100_000 });
}
