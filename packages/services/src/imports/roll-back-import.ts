import { createReadStream } from 'node:fs';
import {
  removeUnusedItems,
  removeUnusedLocations,
  storeItems,
  updateImport,
  withdrawItems,
  withdrawStock,
} from '@ordernimbus/data';
import { writeCatalog, writeOwnCodes, writeStock } from '@ordernimbus/importers';
import { writeAudit } from '../audit.ts';
import { systemContext } from '../context.ts';
import {
  announceChange,
  localRows,
  lookOver,
  ownSource,
  replaceSpans,
  sendConsequences,
} from './apply-import.ts';
import type { ImportWork } from './import-work.ts';
import { replacePromotions } from './replace-promotions.ts';
import { storeChunks } from './store-chunks.ts';

/** Leaves what the other imports say: for a cancelled, failed or undone import. */
export async function rollBack(work: ImportWork): Promise<void> {
  const { checkpoint, files, others } = work;
  // nothing was read, so nothing went in
  if (!checkpoint.rows || !checkpoint.summary) return;
  const own = ownSource(work, await localRows(work));
  if (work.mapping.layout === 'stock') {
    const [ownCsv, remaining] = [`${files.folder}/own-stock.csv`, `${files.folder}/remaining-stock.csv`];
    await writeStock(own, [own], ownCsv, files);
    await writeStock(own, others, remaining, files);
    await work.step({ stage: 'rollback' }, async (tx) => {
      await withdrawStock(tx, {
        source: `import:${work.importId}`,
        own: createReadStream(ownCsv),
        remaining: createReadStream(remaining),
        now: work.platform.now(),
        asOf: work.shop.today,
      });
      return undefined;
    });
  } else {
    await storeChunks(work, own, others, 'rollback');
    if (checkpoint.summary.hasFlags) await replaceSpans(work, own, others, 'rollback');
    await replacePromotions(work, own, others, 'rollback');
  }
  const codes = { items: `${files.folder}/own-items.csv`, locations: `${files.folder}/own-locations.csv` };
  await writeOwnCodes(own, others, codes, files);
  const catalog = (name: string) => ({
    items: `${files.folder}/${name}-items.csv`,
    locations: `${files.folder}/${name}-locations.csv`,
  });
  await writeCatalog(own.rowsTable, catalog('said'), files);
  for (const { rowsTable, sequence } of others) {
    await writeCatalog(rowsTable, catalog(`other-${sequence}`), files, own.rowsTable);
  }
  await work.step({ stage: 'rollback' }, async (tx) => {
    // names, prices and the like become what the other files say, the later one last as when they came in
    await withdrawItems(tx, createReadStream(catalog('said').items));
    for (const { sequence } of others)
      await storeItems(tx, createReadStream(catalog(`other-${sequence}`).items));
    await removeUnusedItems(tx, createReadStream(codes.items));
    await removeUnusedLocations(tx, createReadStream(codes.locations));
    return undefined;
  });
}

export async function finishRollback(work: ImportWork): Promise<'undone' | 'cancelled' | 'failed'> {
  const { platform, tenantId, importId, row, checkpoint } = work;
  const outcome = row.status === 'undoing' ? 'undone' : (checkpoint.outcome ?? 'cancelled');
  const keepReport = await lookOver(work);
  const now = platform.now();
  if (work.mapping.layout === 'stock') await sendConsequences(work, undefined);
  let runId: string | undefined;
  await work.step(
    {},
    async (tx) => {
      await keepReport?.(tx, now);
      const { changedDays = 0, changedPromotions = 0 } = work.checkpoint;
      if (changedDays + changedPromotions > 0 || outcome === 'undone') runId = await announceChange(work, tx);
      await writeAudit(tx, systemContext(platform, tenantId, 'import'), {
        action: `import.${outcome}`,
        subject: importId,
      });
      await updateImport(tx, importId, {
        status: outcome,
        finishedAt: now,
        cancelRequested: false,
        ...(outcome === 'undone' ? { undoneAt: now } : {}),
      });
      return undefined;
    },
    { stage: outcome, done: 1, total: 1 },
  );
  if (runId) await sendConsequences(work, runId);
  return outcome;
}
