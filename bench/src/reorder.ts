import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import {
  appRole,
  ensureRoles,
  insertTenant,
  migrate,
  platformRole,
  urlAs,
  withPlatform,
  withTenant,
} from '@ordernimbus/data';
import { createLogger } from '@ordernimbus/observability';
import {
  compareTerms,
  createPlatform,
  exportReorder,
  listReorder,
  recomputeReorder,
  systemContext,
  undoReorderEdit,
  updateReorder,
} from '@ordernimbus/services';
import { seedLargeRun } from '@ordernimbus/services/test/reorder';
import { startThrowAwayPostgres } from '../../app/cli/src/postgres/index.ts';
import { type Measured, reorderReport } from './reorder/report.ts';
import { watchEventLoop } from './reorder/watch-event-loop.ts';

const locations = 5;

/** `npm run bench -- reorder [lines]`: the reorder list of a large shop, beside a bare UPDATE of as many rows. */
export async function run(args: readonly string[]): Promise<number> {
  const lines = Number(args[0] ?? 100_000);
  const load = loadavg()[0] ?? 0;
  const folder = await mkdtemp(path.join(tmpdir(), 'ordernimbus-bench-'));
  const server = await startThrowAwayPostgres();
  try {
    const passwords = { appPassword: 'bench-app', platformPassword: 'bench-platform' };
    await ensureRoles(server.url, passwords);
    await migrate(server.url);
    const platform = await createPlatform({
      appDatabaseUrl: urlAs(server.url, appRole, passwords.appPassword),
      platformDatabaseUrl: urlAs(server.url, platformRole, passwords.platformPassword),
      objectsFolder: folder,
      queue: { send: async () => {} },
      log: createLogger({ level: 'warn', name: 'bench' }),
    });
    const tenantId = randomUUID();
    await withPlatform(platform.platformDatabase, (tx) =>
      insertTenant(tx, { tenantId, name: 'Bench', currency: 'EUR', timeZone: 'UTC' }),
    );
    await seedLargeRun(platform.database, tenantId, Math.ceil(lines / locations));
    const ctx = systemContext(platform, tenantId, 'bench');
    const sql = (text: string): Promise<unknown> =>
      withTenant(platform.database, tenantId, async (tx) => {
        await tx.query(`set local statement_timeout = '10min'`);
        return tx.query(text, text.includes('$1') ? [tenantId] : []);
      });

    const measured: Measured[] = [];
    const measure = async (name: string, times: number, work: (round: number) => Promise<unknown>) => {
      const blocks = watchEventLoop();
      const seconds: number[] = [];
      for (let round = 0; round < times; round++) {
        const began = performance.now();
        await work(round);
        seconds.push((performance.now() - began) / 1000);
      }
      measured.push({ name, seconds, longestBlockMs: blocks.stop() });
      process.stderr.write(`${name}: ${seconds.map((one) => one.toFixed(2)).join(' ')} s\n`);
    };
    const recompute = () => recomputeReorder(platform, { tenantId });
    const everything = { filter: {} };
    const order = { sort: 'at_risk', direction: 'desc' } as const;

    await measure('first computation', 1, recompute);
    await sql('analyze reorder_lines');
    await measure('bare UPDATE of every line, one column (peer)', 1, () =>
      sql('update reorder_lines set computed_at = clock_timestamp() where tenant_id = $1'),
    );
    await measure('computed again, nothing changed', 1, recompute);
    await sql('update stock set on_hand = on_hand + 1 where tenant_id = $1 and item_id % 100 = 0');
    await measure('computed again, 1 % of the stock changed', 1, recompute);
    let editId = '';
    await measure('edit of the whole shop', 1, async () => {
      const edited = await updateReorder(ctx, { selection: everything, set: { leadTimeDays: 9 } });
      editId = edited.editId ?? '';
    });
    await measure('its undo', 1, () => undoReorderEdit(ctx, { editId }));
    await measure('edit of 2,000 lines', 5, (round) =>
      updateReorder(ctx, {
        selection: { filter: { supplier: `Supplier ${round}` } },
        set: { leadTimeDays: 3 + round },
      }),
    );
    const page = await listReorder(ctx, { ...everything, ...order, offset: 0, limit: 100 });
    await measure('edit of one line', 20, (round) => {
      const { itemId, locationId } = page.lines[round] as (typeof page.lines)[number];
      return updateReorder(ctx, {
        selection: { rows: [{ itemId, locationId }] },
        set: { leadTimeDays: 5 + round },
      });
    });
    for (const sort of ['at_risk', 'suggested', 'item_name', 'stock_out_on'] as const) {
      await measure(`first page by ${sort}`, 5, () =>
        listReorder(ctx, { ...everything, sort, direction: 'desc', offset: 0, limit: 100 }),
      );
    }
    await measure('page in the middle', 5, (round) =>
      listReorder(ctx, { ...everything, ...order, limit: 100, offset: lines / 2 + 100 * round }),
    );
    await measure('scenario of another lead time, every line', 5, (round) =>
      compareTerms(ctx, { selection: everything, set: { leadTimeDays: 21 + round } }),
    );
    await measure('scenario of one supplier, 2,000 lines', 5, (round) =>
      compareTerms(ctx, {
        selection: { filter: { supplier: `Supplier ${round}` } },
        set: { leadTimeDays: 5, packSize: 12, minimumQuantity: 24 },
      }),
    );
    await measure('export of every line', 1, async () => {
      for await (const _text of await exportReorder(ctx, { ...everything, ...order }));
    });
    await platform.close();

    const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, Node ${process.versions.node}, load average ${load.toFixed(1)} at the start`;
    const text = reorderReport(measured, lines, machine);
    process.stdout.write(text);
    if (lines === 100_000) {
      const results = fileURLToPath(new URL('../results/', import.meta.url));
      await writeFile(path.join(results, 'reorder.md'), text);
      await writeFile(
        path.join(results, 'reorder.json'),
        `${JSON.stringify({ lines, machine, measured }, null, 2)}\n`,
      );
    }
    return 0;
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
