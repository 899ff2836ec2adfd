import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createApi, readApiConfig } from '@ordernimbus/api';
import { createPlatform, loadSigningKey, type Platform } from '@ordernimbus/services';
import { createJobQueue, createWorker, prepareQueue } from '@ordernimbus/worker';
import { buildFrontend, FrontendBuildError, frontendDist } from './build-frontend.ts';
import type { ServeConfig } from './config.ts';
import { ServeError } from './errors.ts';
import { openFileLog } from './file-log.ts';
import { listenOnLoopback } from './listen.ts';
import { openDatabase } from './open-database.ts';
import { loadSecrets } from './secrets.ts';
import { formatSeconds, type Terminal } from './terminal.ts';

export interface Product {
  readonly url: string;
  readonly platform: Platform;
  readonly databaseEnded: Promise<unknown>;
}

const attribution =
  'Online Retail, Daqing Chen (2015), UCI Machine Learning Repository, CC BY 4.0, excerpt; stock and suppliers are invented';

function readVersion(): string {
  const path = join(import.meta.dirname, '../../package.json');
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}

async function ensureFrontend(terminal: Terminal): Promise<void> {
  const began = performance.now();
  try {
    if (await buildFrontend())
      terminal.say(`Built the web application in ${formatSeconds(performance.now() - began)}`);
  } catch (error) {
    if (error instanceof FrontendBuildError) throw new ServeError(error.message, { cause: error });
    throw error;
  }
}

/** As many as run at once; where they cannot give way, one less, so that requests and the database have room. */
function engineThreads(): number {
  const all = availableParallelism();
  return process.platform === 'linux' ? all : Math.max(1, all - 1);
}

/**
 * Database, API and worker in one process. Whatever is up is on `stack` at once, in the order in which it must
 * go down: first who takes requests, last what they need.
 */
export async function compose(
  config: ServeConfig,
  stack: AsyncDisposableStack,
  terminal: Terminal,
): Promise<Product> {
  const secrets = loadSecrets(config.dataDir);
  const { log, close: closeLog } = openFileLog(join(config.dataDir, 'logs/ordernimbus.log'));
  stack.defer(closeLog);
  const frontend = config.servesWeb ? ensureFrontend(terminal) : Promise.resolve();
  frontend.catch(() => {});

  const began = performance.now();
  const database = await openDatabase(config, secrets, (message) => terminal.say(`Database: ${message}`));
  stack.defer(() => database.close());
  const news = database.migrations.length > 0 ? `, migrated to ${database.migrations.at(-1)}` : '';
  terminal.say(`${database.version} is up after ${formatSeconds(performance.now() - began)}${news}`);

  await prepareQueue(database.ownerUrl);
  const queue = await createJobQueue({ databaseUrl: database.platformUrl, log });
  stack.defer(() => queue.close());
  const platform = await createPlatform({
    appDatabaseUrl: database.appUrl,
    platformDatabaseUrl: database.platformUrl,
    objectsFolder: join(config.dataDir, 'objects'),
    queue,
    log,
  });
  stack.defer(() => platform.close());

  await frontend;
  const apiConfig = readApiConfig(config.environment, {
    version: readVersion(),
    localMode: true,
    frontendFolder: config.servesWeb ? frontendDist : undefined,
    attribution,
  });
  const signingKey = await loadSigningKey(join(config.dataDir, 'signing-key.pem'));
  const threads = engineThreads();
  const worker = await createWorker({ platform, databaseUrl: database.platformUrl, threads, log });
  stack.defer(() => worker.stop());
  const api = await createApi({ platform, config: apiConfig, signingKeys: [signingKey] });
  stack.defer(() => api.close());
  const url = await listenOnLoopback(api, config.port, config.portIsWanted);
  if (!url.endsWith(`:${config.port}`))
    terminal.say(`Port ${config.port} is taken by another program; using the next free one`);
  return { url, platform, databaseEnded: database.ended };
}
