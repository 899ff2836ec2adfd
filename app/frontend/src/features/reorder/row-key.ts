import type { ReorderFilter, ReorderLine, ReorderSelection } from '@ordernimbus/contracts';
import type { Selection } from '../../ui/table/selection.ts';

export const keyOfLine = ({ itemId, locationId }: Pick<ReorderLine, 'itemId' | 'locationId'>) =>
  `${itemId}-${locationId}`;

export function rowOfKey(key: string): { itemId: number; locationId: number } {
  const [itemId = 0, locationId = 0] = key.split('-').map(Number);
  return { itemId, locationId };
}

/** The ticked rows as the API takes them. */
export function selectionOf(selection: Selection, filter: ReorderFilter): ReorderSelection {
  if (selection.kind === 'rows') return { rows: [...selection.keys].map(rowOfKey) };
  const except = [...selection.except].map(rowOfKey);
  return except.length > 0 ? { filter, except } : { filter };
}
