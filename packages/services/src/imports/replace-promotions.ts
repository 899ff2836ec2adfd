import { createReadStream } from 'node:fs';
import { mostCalendarEntries, type QualityFinding } from '@ordernimbus/contracts';
import { storeFilePromotions, touchCalendar } from '@ordernimbus/data';
import { type RowsSource, writePromotions } from '@ordernimbus/importers';
import type { ImportWork } from './import-work.ts';

/** What entries of sales files are called: of one name, so they are days of one sort. */
const promotionName = 'Promotion';

/**
 * Promotions of the import's items in the calendar, as all files that count say. Also where this file has none: its sales
 * at another location end that a promotion holds at all of them.
 */
export async function replacePromotions(
  work: ImportWork,
  own: RowsSource,
  counted: readonly RowsSource[],
  stage: 'promotions' | 'rollback',
): Promise<void> {
  if (![own, ...counted].some((source) => source.hasPromotions)) return;
  const { folder } = work.files;
  const files = { items: `${folder}/promotion-items.csv`, promotions: `${folder}/promotions.csv` };
  await writePromotions(own, counted, files, work.files);
  await work.step({ stage }, async (tx) => {
    const now = work.platform.now();
    const { changed, leftOut } = await storeFilePromotions(tx, {
      name: promotionName,
      items: createReadStream(files.items),
      promotions: createReadStream(files.promotions),
      most: mostCalendarEntries,
      now,
    });
    if (changed > 0) await touchCalendar(tx, now);
    return {
      changedPromotions: (work.checkpoint.changedPromotions ?? 0) + changed,
      promotionsLeftOut: leftOut,
    };
  });
}

const count = (value: number): string => value.toLocaleString('en');

/** All or none: a forecast that knows some promotions takes the days of the others for usual ones. */
export const describeLeftOut = (promotions: number): QualityFinding[] =>
  promotions === 0
    ? []
    : [
        {
          id: 'promotions_left_out',
          severity: 'warning',
          title: `${count(promotions)} promotions do not fit into the calendar`,
          detail: `It holds ${count(mostCalendarEntries)} entries, so promotions of these items are not used. Sales are complete. Delete old entries and import again, or say by category what concerns many items: Calendar > From a file.`,
          count: promotions,
        },
      ];
