import { flushCompileCache } from 'node:module';
import { createLogger } from '@ordernimbus/observability';
import { runImport } from '../../src/imports/run-import.ts';
import { createPlatform } from '../../src/platform/create-platform.ts';

/**
 * A worker that a test may kill. Says when it is ready, works on each import whose id comes on standard input, and says
 * how it ended: `node import-child.ts '{"appUrl", "platformUrl", "folder", "tenantId"}'`.
 */
const settings = JSON.parse(process.argv[2] ?? '{}') as Record<
  'appUrl' | 'platformUrl' | 'folder' | 'tenantId',
  string
>;
const platform = await createPlatform({
  appDatabaseUrl: settings.appUrl,
  platformDatabaseUrl: settings.platformUrl,
  objectsFolder: settings.folder,
  queue: { send: async () => {} },
  log: createLogger({ level: 'silent', name: 'child' }),
});
// who is killed writes no cache at its end
flushCompileCache();
process.stdout.write('ready\n');
process.stdin.on('data', async (line) => {
  const outcome = await runImport(platform, { tenantId: settings.tenantId, importId: String(line).trim() });
  process.stdout.write(`${outcome}\n`);
});
