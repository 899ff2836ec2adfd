import { existsSync } from 'node:fs';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';
import { environment } from '../config.ts';
import { unpackBundledChromium } from './chromium-bundle.ts';

export class BrowserNotFoundError extends Error {
  override readonly name = 'BrowserNotFoundError';
}

const installed = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/snap/bin/chromium',
];

function findInstalled(): string | undefined {
  return installed.find((path) => existsSync(path));
}

/** Text and layout come out the same on every machine, so that screenshots can be compared. */
const args = [
  '--lang=en-US',
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
  '--disable-dev-shm-usage',
];

async function chooseBrowser(): Promise<LaunchOptions> {
  if (environment.chromiumPath) {
    if (existsSync(environment.chromiumPath)) return { executablePath: environment.chromiumPath };
    throw new BrowserNotFoundError(
      `CHROMIUM_PATH names ${environment.chromiumPath}, where there is no file: correct it or unset it.`,
    );
  }
  const bundled = await unpackBundledChromium();
  if (bundled) {
    const { LD_LIBRARY_PATH: inherited } = environment.all;
    const env = {
      ...environment.all,
      // without a language Chromium reports one that no Intl function takes (en-US@posix)
      LANG: 'en_US.UTF-8',
      LC_ALL: 'en_US.UTF-8',
      LD_LIBRARY_PATH: inherited ? `${bundled.libraryDir}:${inherited}` : bundled.libraryDir,
      FONTCONFIG_PATH: bundled.fontDir,
    };
    return { executablePath: bundled.executablePath, env };
  }
  const executablePath = findInstalled();
  if (executablePath) return { executablePath };
  throw new BrowserNotFoundError(
    `No browser for the tests: none comes with the packages for ${process.platform}-${process.arch}, and none was found. Install Google Chrome or Chromium, or set CHROMIUM_PATH to one.`,
  );
}

/** A browser for tests and screenshots. Fails, with what to install, where there is none; it never skips. */
export async function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
  return chromium.launch({
    headless: !environment.showBrowser,
    // the sandbox runs neither as root nor in most containers, and the tests open only their own pages
    chromiumSandbox: false,
    ...(await chooseBrowser()),
    ...options,
    args: [...args, ...(options.args ?? [])],
  });
}
