import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const nimbus = join(import.meta.dirname, '../../cli/bin/nimbus.js');

/** The product as `npm start` runs it, on a free port and over a data folder of its own that goes with it. */
export function serveProduct(options: readonly string[] = []): Promise<{
  url: string;
  stop: () => Promise<void>;
}> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'ordernimbus-'));
  const child = spawn(process.execPath, [nimbus, 'serve', ...options], {
    env: { ...process.env, ORDERNIMBUS_DATA: dataFolder, CI: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(dataFolder, { recursive: true, force: true });
  };
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      process.stdout.write(text);
      said += text;
      const url = /open (http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1];
      if (url) resolve({ url, stop });
    });
    child.once('exit', (status) => reject(new Error(`The product ended before it was up (${status}).`)));
  });
}
