import { flushCompileCache } from 'node:module';
import { createLogger } from '@ordernimbus/observability';
import { createPlatform } from '../../src/platform/create-platform.ts';
import { executeRun } from '../../src/runs/execute-run.ts';
import { quickEngine } from './sales-fixture.ts';

/**
 * A worker that a test may kill. It says when it is ready, begins when told to, and says when it has finished:
 * `node run-child.ts '{"appUrl", "platformUrl", "folder", "tenantId"}'`, then a run's id on standard input.
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
process.stdin.once('data', async (line) => {
  const input = { tenantId: settings.tenantId, runId: String(line).trim() };
  const outcome = await executeRun(platform, input, { pool: quickEngine });
  process.stdout.write(`${outcome}\n`);
  await platform.close();
  process.exit(0);
});
