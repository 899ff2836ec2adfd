import type { ColumnMeaning, Layout } from '@ordernimbus/contracts';

/** Which kind of file has columns of these meanings, and how sure that is, 0 to 1. */
export function recogniseLayout(meanings: ReadonlySet<ColumnMeaning>): {
  layout: Layout;
  confidence: number;
} {
  const has = (...all: ColumnMeaning[]): boolean => all.every((meaning) => meanings.has(meaning));
  if (has('on_hand') && !has('quantity')) return { layout: 'stock', confidence: has('item') ? 0.95 : 0.6 };
  if (has('item', 'order', 'quantity'))
    return { layout: 'order_lines', confidence: has('date') ? 0.95 : 0.6 };
  if (has('item', 'date', 'quantity')) return { layout: 'long', confidence: 0.95 };
  const planning: ColumnMeaning[] = ['lead_time_days', 'pack_size', 'minimum_quantity', 'on_order'];
  if (has('item') && !has('date') && planning.some((meaning) => meanings.has(meaning))) {
    return { layout: 'stock', confidence: 0.8 };
  }
  if (has('item', 'date')) return { layout: 'till_lines', confidence: has('order') ? 0.85 : 0.6 };
  return { layout: 'long', confidence: 0.3 };
}

/** Meanings without which a layout cannot be read. */
export const requiredMeanings: Readonly<Record<Layout, readonly ColumnMeaning[]>> = {
  long: ['item', 'date', 'quantity'],
  order_lines: ['item', 'date', 'quantity', 'order'],
  till_lines: ['item', 'date'],
  stock: ['item'],
};
