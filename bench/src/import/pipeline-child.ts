import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { insertTenant, withPlatform, withTenant } from '@ordernimbus/data';
import { createLogger } from '@ordernimbus/observability';
import {
  createImport,
  createPlatform,
  getImport,
  runImport,
  setMapping,
  startImport,
  systemContext,
} from '@ordernimbus/services';

/** The real pipeline in a process of its own, so that its memory is its own: upload, look, preview, import. */
const settings = JSON.parse(process.argv[2] ?? '{}') as Record<
  'file' | 'appUrl' | 'platformUrl' | 'folder',
  string
>;
const platform = await createPlatform({
  appDatabaseUrl: settings.appUrl,
  platformDatabaseUrl: settings.platformUrl,
  objectsFolder: settings.folder,
  queue: { send: async () => {} },
  log: createLogger({ level: 'warn', name: 'bench' }),
});
const tenantId = randomUUID();
await withPlatform(platform.platformDatabase, (tx) =>
  insertTenant(tx, { tenantId, name: 'Bench', currency: 'EUR', timeZone: 'UTC' }),
);
const ctx = systemContext(platform, tenantId, 'bench');
const seconds: Record<string, number> = {};
async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await work();
  seconds[name] = (performance.now() - began) / 1000;
  return result;
}
const created = await timed('upload and look', () =>
  createImport(ctx, {
    fileName: 'bench.csv',
    body: createReadStream(settings.file, { highWaterMark: 1 << 16 }),
  }),
);
const { mapping, id: importId } = created;
if (!mapping) throw new Error(JSON.stringify(created.error));
const mapped = await timed('read and preview', () => setMapping(ctx, { importId, mapping }));
await startImport(ctx, { importId });
const outcome = await timed('store', () => runImport(platform, { tenantId, importId }));
const { result } = await getImport(ctx, { importId });
const stored = await withTenant(platform.database, tenantId, (tx) =>
  tx.query<{ units: number; quarters: number }>(
    `select coalesce(sum((select sum(s) from unnest(sold) s)), 0)::float8 as units, count(*)::int as quarters from sales_quarters`,
  ),
);
await platform.close();
process.stdout.write(
  JSON.stringify({
    outcome,
    seconds,
    rows: result?.rows,
    unitsPreview: mapped.preview?.unitsSold,
    unitsStored: stored[0]?.units,
    quarters: stored[0]?.quarters,
    itemDays: result?.itemDays,
    peakMiB: process.resourceUsage().maxRSS / 1024,
  }),
);
