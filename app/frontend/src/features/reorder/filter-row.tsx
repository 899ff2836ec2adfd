import type { ReorderFilter, ReorderTotals } from '@ordernimbus/contracts';
import { useQuery } from '@tanstack/react-query';
import { type LucideIcon, PackageX, Search, X } from 'lucide-react';
import { locationsQuery } from '../../api/queries.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Field, Input, Select } from '../../ui/field.tsx';
import { type ChangeSearch, useTypedSearch } from '../../ui/use-search.ts';
import { isFiltered } from './filter.ts';
import { statuses, statusOrder } from './status.tsx';

/** Lines without a supplier have an empty one; a select needs another word for all. */
const everything = ' ';

function Toggle({
  on,
  icon: Icon,
  word,
  onClick,
}: {
  readonly on: boolean;
  readonly icon: LucideIcon;
  readonly word: string;
  readonly onClick: () => void;
}) {
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={onClick}
      className={cx(
        'inline-flex h-8 shrink-0 items-center gap-1.5 rounded-lg border px-2.5 text-sm font-medium whitespace-nowrap',
        on ? 'border-accent bg-accent-soft text-accent-text' : 'border-line text-ink-2 hover:bg-sunken',
      )}
    >
      <Icon aria-hidden className="size-3.5" />
      {word}
    </button>
  );
}

export function FilterRow({
  filter,
  suppliers,
  changeSearch,
}: {
  readonly filter: ReorderFilter;
  readonly suppliers: ReorderTotals['bySupplier'];
  readonly changeSearch: ChangeSearch;
}) {
  const locations = useQuery(locationsQuery);
  const put = (name: string, value: string) =>
    changeSearch((now) => {
      if (value) now.set(name, value);
      else now.delete(name);
    });
  const [typed, setTyped] = useTypedSearch(filter.search ?? '', changeSearch);
  const names = suppliers.map(({ supplier }) => supplier).filter((name) => name !== null);
  const hasNone = suppliers.some(({ supplier }) => supplier === null);
  if (filter.supplier && !names.includes(filter.supplier)) names.push(filter.supplier);
  return (
    <div className="flex flex-wrap items-center gap-2 px-3 py-3 sm:px-4">
      <div className="relative w-full sm:w-56">
        <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 z-[1] size-4 text-ink-3" />
        <Field label="Find by name or SKU" hideLabel>
          {(ids) => (
            <Input
              {...ids}
              type="search"
              placeholder="Name or SKU"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              className="!h-8 !pl-8 !text-sm"
            />
          )}
        </Field>
      </div>
      <fieldset aria-label="Status" className="flex min-w-0 max-w-full gap-1 overflow-x-auto p-0.5">
        <Toggle
          on={filter.runsOut ?? false}
          icon={PackageX}
          word="Will run out"
          onClick={() =>
            changeSearch((now) => {
              if (now.get('runsOut') === 'true') now.delete('runsOut');
              else now.set('runsOut', 'true');
            })
          }
        />
        {statusOrder.map((status) => {
          const on = filter.status?.includes(status) ?? false;
          return (
            <Toggle
              key={status}
              on={on}
              {...statuses[status]}
              onClick={() =>
                changeSearch((now) => {
                  if (now.has('status', status)) now.delete('status', status);
                  else now.append('status', status);
                })
              }
            />
          );
        })}
      </fieldset>
      {(names.length > 0 || filter.supplier === '') && (
        <Field label="Supplier" hideLabel>
          {(ids) => (
            <Select
              {...ids}
              className="[&_select]:!h-8 [&_select]:!text-sm [&_svg]:!top-2"
              value={filter.supplier ?? everything}
              onChange={({ target }) =>
                changeSearch((now) => {
                  if (target.value === everything) now.delete('supplier');
                  else now.set('supplier', target.value);
                })
              }
            >
              <option value={everything}>All suppliers</option>
              {names.map((name) => (
                <option key={name}>{name}</option>
              ))}
              {(hasNone || filter.supplier === '') && <option value="">No supplier</option>}
            </Select>
          )}
        </Field>
      )}
      {(locations.data?.items.length ?? 0) > 1 && (
        <Field label="Location" hideLabel>
          {(ids) => (
            <Select
              {...ids}
              className="[&_select]:!h-8 [&_select]:!text-sm [&_svg]:!top-2"
              value={filter.locationId ?? ''}
              onChange={(event) => put('locationId', event.target.value)}
            >
              <option value="">All locations</option>
              {locations.data?.items.map(({ locationId, name }) => (
                <option key={locationId} value={locationId}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      {filter.category !== undefined && (
        <Toggle
          on
          icon={X}
          word={filter.category === '' ? 'No category' : filter.category}
          onClick={() => changeSearch((now) => now.delete('category'))}
        />
      )}
      {isFiltered(filter) && (
        <Button
          variant="ghost"
          icon={X}
          onClick={() => {
            setTyped('');
            changeSearch((now) => {
              for (const name of [
                'search',
                'status',
                'supplier',
                'locationId',
                'category',
                'onlySuggested',
                'runsOut',
              ]) {
                now.delete(name);
              }
            });
          }}
        >
          Clear
        </Button>
      )}
    </div>
  );
}
