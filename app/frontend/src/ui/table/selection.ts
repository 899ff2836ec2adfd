/**
 * What is ticked: a handful of rows, or everything the filter matches but for a few. The second kind never
 * needs the rows themselves, so it holds for 100,000 of them.
 */
export type Selection =
  | { readonly kind: 'rows'; readonly keys: ReadonlySet<string> }
  | { readonly kind: 'all'; readonly except: ReadonlySet<string> };

export const nothing: Selection = { kind: 'rows', keys: new Set() };
export const everything: Selection = { kind: 'all', except: new Set() };

export const isSelected = (selection: Selection, key: string) =>
  selection.kind === 'rows' ? selection.keys.has(key) : !selection.except.has(key);

export function countSelected(selection: Selection, total: number): number {
  return selection.kind === 'rows' ? selection.keys.size : Math.max(0, total - selection.except.size);
}

export function setSelected(selection: Selection, keys: readonly string[], selected: boolean): Selection {
  const isException = selection.kind === 'all';
  const changed = new Set(isException ? selection.except : selection.keys);
  for (const key of keys) {
    if (selected !== isException) changed.add(key);
    else changed.delete(key);
  }
  return isException ? { kind: 'all', except: changed } : { kind: 'rows', keys: changed };
}
