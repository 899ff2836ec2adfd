import type { KeyboardEvent } from 'react';
import { toTsv } from '../format/delimited.ts';
import { plural } from '../format/numbers.ts';
import { showToast } from '../toast.tsx';
import type { DataTableProps } from './data-table.tsx';
import { isSelected, setSelected } from './selection.ts';

interface TableKeys<Row> extends DataTableProps<Row> {
  readonly active: number;
  readonly setActive: (index: number) => void;
  readonly scrollTo: (index: number) => void;
}

/** Ticked rows that are loaded, else the row the cursor is on. */
function copyRows<Row>({ columns, count, row, keyOf, selection, active }: TableKeys<Row>): void {
  const ticked: Row[] = [];
  for (let index = 0; selection && index < count; index++) {
    const data = row(index);
    if (data && isSelected(selection, keyOf(data))) ticked.push(data);
  }
  const current = row(active);
  const rows = ticked.length > 0 ? ticked : current ? [current] : [];
  if (rows.length === 0) return;
  const header = columns.map(({ header: name, unit }) => (unit ? `${name} (${unit})` : name));
  const text = toTsv([header, ...rows.map((data) => columns.map((column) => column.text(data)))]);
  navigator.clipboard.writeText(text).then(
    () => showToast(`Copied ${plural(rows.length, 'row')} as a table`),
    () => showToast('The browser did not allow copying.', { failed: true }),
  );
}

export function useTableKeys<Row>(table: TableKeys<Row>) {
  const { active, count, row, keyOf, selection, onSelection, setActive, scrollTo } = table;
  const moveTo = (index: number) => {
    const next = Math.min(count - 1, Math.max(0, index));
    setActive(next);
    scrollTo(next);
    return next;
  };
  const tick = (index: number, selected?: boolean) => {
    const data = row(index);
    if (!data || !selection || !onSelection) return;
    const key = keyOf(data);
    onSelection(setSelected(selection, [key], selected ?? !isSelected(selection, key)));
  };
  return (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || count === 0) return;
    const steps: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + 15,
      PageUp: active - 15,
      Home: 0,
      End: count - 1,
    };
    const step = steps[event.key];
    const current = row(active);
    if (step !== undefined) {
      const next = moveTo(step);
      if (event.shiftKey) tick(next, true);
    } else if (event.key === ' ') tick(active);
    else if (event.key === 'Enter' && current) table.onOpen?.(current);
    else if (event.key.toLowerCase() === 'c' && (event.ctrlKey || event.metaKey)) copyRows(table);
    else return;
    event.preventDefault();
  };
}
