import { Readable } from 'node:stream';
import { scopesOfRole } from '@ordernimbus/contracts';
import { createLogger } from '@ordernimbus/observability';
import { createImport } from '../../src/imports/create-import.ts';
import { createPlatform } from '../../src/platform/create-platform.ts';

/** Takes in the CSV that comes on standard input, so that a test may kill it in the middle: `node upload-child.ts '{...}'`. */
const settings = JSON.parse(process.argv[2] ?? '{}') as Record<
  'appUrl' | 'platformUrl' | 'folder' | 'tenantId' | 'userId',
  string
>;
const platform = await createPlatform({
  appDatabaseUrl: settings.appUrl,
  platformDatabaseUrl: settings.platformUrl,
  objectsFolder: settings.folder,
  queue: { send: async () => {} },
  log: createLogger({ level: 'silent', name: 'child' }),
});
process.stdout.write('ready\n');
await createImport(
  {
    platform,
    tenantId: settings.tenantId,
    actor: { kind: 'user', userId: settings.userId, name: 'The owner' },
    scopes: scopesOfRole.owner,
    requestId: 'upload-child',
  },
  { fileName: 'cut-off.csv', body: Readable.from(process.stdin) },
);
process.stdout.write('looked\n');
