import { type ReorderSelection, ServiceError } from '@ordernimbus/contracts';
import {
  addEditedByFilter,
  addEditedKeys,
  countEditedLines,
  createEditedLines,
  removeEditedKeys,
  type TenantTransaction,
} from '@ordernimbus/data';

/**
 * Takes a selection into the edited rows of this transaction.
 * @param advice what to do where a row is not of this shop
 * @throws ServiceError `not_found` for explicit rows that the shop does not have
 */
export async function selectLines(
  tx: TenantTransaction,
  selection: ReorderSelection,
  advice: string,
): Promise<void> {
  await createEditedLines(tx);
  if ('rows' in selection) {
    await addEditedKeys(tx, selection.rows);
    const wanted = new Set(selection.rows.map((row) => `${row.itemId}:${row.locationId}`)).size;
    const found = await countEditedLines(tx);
    if (found < wanted) {
      throw new ServiceError(
        'not_found',
        `${wanted - found} of the ${wanted} rows are not items and locations of this shop. ${advice}`,
      );
    }
  } else {
    await addEditedByFilter(tx, selection.filter);
    if (selection.except?.length) await removeEditedKeys(tx, selection.except);
  }
}
