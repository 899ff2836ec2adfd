import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { itemSearchQuery } from '../../api/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Input } from '../../ui/field.tsx';

/** Finds one item by name, code or barcode. */
export function ItemPicker({
  itemId,
  itemName,
  error,
  onPick,
}: {
  readonly itemId: number | null;
  readonly itemName: string;
  readonly error: string | undefined;
  readonly onPick: (item: { itemId: number; name: string } | null) => void;
}) {
  const [search, setSearch] = useState('');
  const deferred = useDeferredValue(search);
  const { data, isFetching } = useQuery(itemSearchQuery(deferred));
  if (itemId !== null) {
    return (
      <div>
        <p className="mb-1 text-sm font-medium">Item</p>
        <div className="flex items-center justify-between gap-3 rounded-lg border border-line bg-sunken py-1 pr-1 pl-3">
          <span className="min-w-0 truncate">{itemName}</span>
          <Button size="sm" variant="ghost" onClick={() => onPick(null)}>
            Choose another
          </Button>
        </div>
      </div>
    );
  }
  const found = deferred.trim() === '' ? [] : (data?.items ?? []);
  return (
    <div>
      <Field label="Item" error={error}>
        {(ids) => (
          <Input
            {...ids}
            type="search"
            placeholder="Name, SKU or barcode"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        )}
      </Field>
      {found.length > 0 && (
        <ul aria-label="Items found" className="mt-1 max-h-44 overflow-y-auto rounded-lg border border-line">
          {found.map((item) => (
            <li key={item.itemId}>
              <button
                type="button"
                onClick={() => onPick({ itemId: item.itemId, name: item.name })}
                className="flex w-full items-baseline justify-between gap-3 px-3 py-1.5 text-left text-sm hover:bg-sunken"
              >
                <span className="min-w-0 truncate">{item.name}</span>
                <span className="shrink-0 text-ink-3">{item.sku}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {deferred.trim() !== '' && found.length === 0 && !isFetching && (
        <p className="mt-1 text-xs text-ink-3">No item has this name, SKU or barcode.</p>
      )}
    </div>
  );
}
