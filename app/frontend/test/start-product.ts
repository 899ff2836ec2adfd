import { join } from 'node:path';
import { createApi, readApiConfig } from '@ordernimbus/api';
import { createLogger } from '@ordernimbus/observability';
import { ensureSampleTenant, generateSigningKey, type Platform } from '@ordernimbus/services';
import { createTestPlatform } from '@ordernimbus/services/test';
import { createJobQueue, createWorker, prepareQueue } from '@ordernimbus/worker';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium } from '../../../scripts/test/chromium.ts';
import { ada, signUp } from './people.ts';
import { watchFailures } from './screens.ts';

const log = createLogger({ level: 'warn', name: 'browser-test' });

export interface Product {
  readonly url: string;
  readonly browser: Browser;
  /** A browser of another person: its own cookies. */
  openBrowser(options?: Parameters<Browser['newContext']>[0]): Promise<BrowserContext>;
  /** Jobs wait from now on, as while a worker is restarted; the answer lets them go on. */
  pauseJobs(): Promise<() => Promise<void>>;
  /** The sample shop, as a local installation has it. */
  addSampleShop(name: string): Promise<void>;
  close(): Promise<void>;
}

/** Everything that runs for a user: the built pages, the real API, worker and database, and a browser. */
export async function startProduct(): Promise<Product> {
  const test = await createTestPlatform();
  await prepareQueue(test.db.ownerUrl);
  const queue = await createJobQueue({ databaseUrl: test.db.platformUrl, log });
  const platform: Platform = { ...test.platform, queue };
  const startWorker = () => createWorker({ platform, databaseUrl: test.db.platformUrl, threads: 1, log });
  let worker = await startWorker();
  const config = readApiConfig(
    {},
    {
      version: 'test',
      localMode: true,
      frontendFolder: join(import.meta.dirname, '../dist'),
      checkAnswers: true,
    },
  );
  const api = await createApi({ platform, config, signingKeys: [await generateSigningKey()] });
  const url = await api.listen({ host: '127.0.0.1', port: 0 });
  const browser = await launchChromium();
  return {
    url,
    browser,
    async openBrowser(options) {
      const context = await browser.newContext({
        locale: 'en-GB',
        timezoneId: 'Europe/London',
        viewport: { width: 1440, height: 900 },
        reducedMotion: 'reduce',
        acceptDownloads: true,
        baseURL: url,
        ...options,
      });
      context.setDefaultTimeout(15_000);
      return context;
    },
    async pauseJobs() {
      await worker.stop();
      return async () => {
        worker = await startWorker();
      };
    },
    async addSampleShop(name) {
      await ensureSampleTenant(platform, { name, currency: 'GBP', timeZone: 'Europe/London' });
    },
    async close() {
      await browser.close();
      await api.close();
      await worker.stop();
      await queue.close();
      await test.close();
    },
  };
}

interface Shop {
  readonly product: Product;
  readonly page: Page;
  /** what has gone wrong on the page so far */
  readonly failures: readonly string[];
}

/** A product of its own with Ada signed up: her empty shop, at its first page. */
export async function startShop(): Promise<Shop> {
  const product = await startProduct();
  try {
    const page = await (await product.openBrowser()).newPage();
    const failures = watchFailures(page);
    await signUp(page, ada);
    return { product, page, failures };
  } catch (error) {
    // nobody else could
    await product.close();
    throw error;
  }
}
