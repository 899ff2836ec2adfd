import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../../scripts/test/chromium.ts';
import { ada, signUp } from './people.ts';
import { serveProduct } from './serve-product.ts';

/**
 * `npm run screenshots [folder [name ...]]`: every screen at 1440, 768 and 375 px, light and dark, full, empty, loading
 * and failing, from the product as `npm start` runs it, over a data folder of its own. Waiting and failure are made
 * in the browser by holding back or failing the answers.
 */
const root = join(import.meta.dirname, '../../..');
const [folder = join(root, '.cache/screenshots'), ...only] = process.argv.slice(2);
/** The few that README and the documentation show; the whole set is too large to keep in the repository. */
const kept = ['home-1440-light', 'item-1440-light', 'item-1440-dark', 'reorder-1440-light', 'item-375-light'];
const sizes = [
  { width: 1440, height: 900 },
  { width: 768, height: 1024 },
  { width: 375, height: 812 },
];
const themes = ['light', 'dark'] as const;
type State = 'full' | 'empty' | 'loading' | 'error';
type Screen = readonly [name: string, path: string, wait?: string];

const frameOf = (state: State): readonly Screen[] =>
  (
    [
      ['home', '/'],
      ['forecast', '/forecast'],
      ['reorder', '/reorder'],
      ['calendar', '/calendar'],
      ['accuracy', '/accuracy'],
      ['scenarios', '/scenarios'],
      ['terms', '/scenarios?try=terms&leadTimeDays=21'],
      ['data', '/data'],
      ['settings', '/settings/shop'],
      ['team', '/settings/team'],
      ['keys', '/settings/keys'],
    ] as const
  ).filter(([name]) => state === 'full' || state === 'empty' || !['settings', 'keys'].includes(name));

async function settle(page: Page, state: State): Promise<void> {
  if (state === 'loading') {
    await page.waitForTimeout(600);
    return;
  }
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(() => document.querySelectorAll('[aria-busy="true"]').length === 0);
  // charts draw once after their box has its size
  await page.waitForTimeout(250);
}

async function holdBack(page: Page, state: State): Promise<void> {
  if (state !== 'loading' && state !== 'error') return;
  await page.route(/\/v1\/(?!auth|me|config|freshness)/, (route) =>
    state === 'loading'
      ? undefined
      : route.fulfill({
          status: 503,
          contentType: 'application/problem+json',
          body: JSON.stringify({
            type: 'about:blank',
            title: 'Unavailable',
            status: 503,
            code: 'unavailable',
            detail: 'The database does not answer at the moment. Nothing is lost; try again in a minute.',
            requestId: '01JD3Q8Z4T7V',
          }),
        }),
  );
}

async function enter(page: Page, state: State): Promise<void> {
  if (state !== 'empty') {
    await page.goto('/sign-in');
    await page.getByRole('button', { name: 'Open the sample shop' }).click();
  } else {
    await signUp(page, { ...ada, email: `ada-${crypto.randomUUID()}@example.com` });
  }
  await page.getByRole('navigation', { name: 'Main' }).first().waitFor({ state: 'attached' });
  await page.waitForURL('**/');
}

/** Addresses of one item, one reorder line and one import of the sample shop. */
async function findDetails(page: Page): Promise<readonly Screen[]> {
  await page.goto('/reorder');
  await settle(page, 'full');
  await page.getByRole('grid').getByRole('row').nth(1).getByRole('gridcell').nth(1).click();
  await page.waitForURL('**/reorder?*open=*');
  const open = new URL(page.url()).searchParams.get('open') ?? '';
  await page.goto('/data');
  const importLink = page.getByRole('link', { name: /csv/ }).first();
  await importLink.waitFor();
  const importPath = (await importLink.getAttribute('href')) ?? '/data';
  return [
    ['item', `/items/${open.replace('-', '/')}`],
    ['reorder-drawer', `/reorder?open=${open}`],
    ['import', importPath],
  ];
}

async function shoot(browser: Browser, url: string, state: State): Promise<void> {
  const context = await browser.newContext({
    baseURL: url,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    reducedMotion: 'reduce',
    viewport: { width: 1440, height: 900 },
  });
  const page = await context.newPage();
  if (state === 'full') {
    for (const [name, path] of [
      ['sign-in', '/sign-in'],
      ['sign-up', '/sign-up'],
    ] as const)
      await everyWay(page, name, path, state);
  }
  await enter(page, state);
  const details = state === 'full' ? await findDetails(page) : [];
  await holdBack(page, state);
  for (const [name, path] of [...frameOf(state), ...details]) await everyWay(page, name, path, state);
  await context.close();
}

async function everyWay(page: Page, name: string, path: string, state: State): Promise<void> {
  if (only.length > 0 && !only.includes(name)) return;
  for (const size of sizes) {
    for (const colorScheme of themes) {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme });
      await page.goto(path);
      await settle(page, state);
      const file = join(folder, state, `${name}-${size.width}-${colorScheme}.png`);
      await page.screenshot({ path: file, fullPage: !path.includes('open='), animations: 'disabled' });
      process.stdout.write('.');
    }
  }
}

mkdirSync(folder, { recursive: true });
const product = await serveProduct();
try {
  const browser = await launchChromium();
  for (const state of ['full', 'empty', 'loading', 'error'] as const)
    await shoot(browser, product.url, state);
  await browser.close();
} finally {
  await product.stop();
}
if (only.length === 0) {
  mkdirSync(join(root, 'docs/screenshots'), { recursive: true });
  for (const name of kept) {
    copyFileSync(join(folder, 'full', `${name}.png`), join(root, 'docs/screenshots', `${name}.png`));
  }
}
console.log(`\nScreenshots are in ${folder}`);
