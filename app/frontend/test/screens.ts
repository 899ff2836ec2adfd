import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** The screen is there when nothing on it is still being waited for. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  // an open drawer hides the page behind it from roles, so look for the element
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(() => document.querySelectorAll('[aria-busy="true"]').length === 0);
}

/** What axe finds on the page as it stands that is serious or critical, one line each. */
export async function seriousViolations(page: Page): Promise<string[]> {
  // what is still fading in has less contrast than it will have
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime))
        .map(({ finished }) => finished),
    ).then(() => undefined),
  );
  // in one pass in the page: the other way opens a second page for what frames of other origins hold, and there are no frames
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

/** Pixels that the page needs; more than the window means scrolling sideways. */
export const pageWidth = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth);

/** Thrown errors and broken content rules, as they come; an answer of 401 or 404 is part of the work. */
export function watchFailures(page: Page): readonly string[] {
  const failures: string[] = [];
  page.on('pageerror', (error) => failures.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('Failed to load resource')) {
      failures.push(message.text());
    }
  });
  return failures;
}
