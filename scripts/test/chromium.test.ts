import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from './chromium.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
});

it('draws text with real glyphs and runs scripts', async () => {
  const page = await browser.newPage();
  await page.setContent('<span id="wide">WWWWWWWW</span><br><span id="narrow">iiiiiiii</span>');
  const width = (id: string) =>
    page.locator(`#${id}`).evaluate((element) => element.getBoundingClientRect().width);
  // without a font both would be rows of equal boxes
  expect(await width('wide')).toBeGreaterThan(1.5 * (await width('narrow')));
  expect(await page.evaluate(() => [3, 1, 2].sort().join())).toBe('1,2,3');
  await page.close();
});
