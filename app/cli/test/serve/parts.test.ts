import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findFreePort } from '../../src/postgres/index.ts';
import { readServeConfig } from '../../src/serve/config.ts';
import { prepareDataFolder } from '../../src/serve/data-folder.ts';
import { listenOnLoopback } from '../../src/serve/listen.ts';

it('refuses a data folder on a full disk before anything is started', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ordernimbus-full-'));
  try {
    expect(() => prepareDataFolder(folder, () => 12.7)).toThrow(
      /nearly full \(12 MB free.*make room, or name another/,
    );
    expect(() => prepareDataFolder(folder, () => 5000)).not.toThrow();
    chmodSync(folder, 0o700);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it('moves to the next port where the default is taken, and says which', async () => {
  const port = await findFreePort();
  const servers: Server[] = [];
  const api = {
    listen: ({ host, port: at }: { host: string; port: number }) =>
      new Promise<string>((resolve, reject) => {
        const server = createServer();
        server.once('error', reject);
        server.listen(at, host, () => {
          servers.push(server);
          resolve('');
        });
      }),
  };
  await listenOnLoopback(api, port, true);
  const url = await listenOnLoopback(api, port, false);
  expect(Number(new URL(url).port)).toBeGreaterThan(port);
  await expect(listenOnLoopback(api, port, true)).rejects.toThrow(/is taken by another program/);
  for (const server of servers) server.close();
});

it('takes flags before the environment, and the environment before the defaults', () => {
  const flags = { sample: true, web: true };
  const environment = { PORT: '5000', ORDERNIMBUS_DATA: '/data/one' };
  expect(readServeConfig({ ...flags, port: '6000', data: '/data/two' }, environment)).toMatchObject({
    port: 6000,
    portIsWanted: true,
    dataDir: '/data/two',
  });
  expect(readServeConfig(flags, environment)).toMatchObject({ port: 5000, dataDir: '/data/one' });
  expect(readServeConfig(flags, {})).toMatchObject({
    port: 4600,
    portIsWanted: false,
    databaseUrl: undefined,
  });
  expect(readServeConfig(flags, {}).dataDir).toMatch(/ordernimbus/i);
});
