import type { ReorderFilter } from '@ordernimbus/contracts';
import { useQuery } from '@tanstack/react-query';
import { locationsQuery } from '../../api/queries.ts';
import { Field, Select } from '../../ui/field.tsx';

/** Lines without a category or a supplier have an empty one; a select needs another word for all. */
const everything = ' ';

function ChoiceField({
  label,
  all,
  none,
  value,
  choices,
  onChange,
}: {
  readonly label: string;
  readonly all: string;
  readonly none: string | undefined;
  readonly value: string | undefined;
  readonly choices: readonly string[];
  readonly onChange: (value: string | undefined) => void;
}) {
  return (
    <Field label={label}>
      {(ids) => (
        <Select
          {...ids}
          value={value ?? everything}
          onChange={({ target }) => onChange(target.value === everything ? undefined : target.value)}
        >
          <option value={everything}>{all}</option>
          {choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
          {none && <option value="">{none}</option>}
        </Select>
      )}
    </Field>
  );
}

export type ScopeChange = {
  readonly [Key in 'locationId' | 'category' | 'supplier']?: ReorderFilter[Key] | undefined;
};

/** Puts the parts that change into the address. */
export function writeScope(search: URLSearchParams, change: ScopeChange): void {
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined) search.delete(name);
    else search.set(name, String(value));
  }
}

/** Which part of the shop a scenario is about. */
export function ScopeFields({
  scope,
  categories,
  suppliers,
  onChange,
}: {
  readonly scope: ScopeChange;
  readonly categories: readonly string[];
  /** absent: a supplier cannot be chosen; null stands for lines without one */
  readonly suppliers?: readonly (string | null)[];
  /** the parts of the scope that change; undefined for all */
  readonly onChange: (change: ScopeChange) => void;
}) {
  const locations = useQuery(locationsQuery);
  const places = locations.data?.items ?? [];
  return (
    <>
      <Field label="Location">
        {(ids) => (
          <Select
            {...ids}
            value={scope.locationId ?? ''}
            onChange={({ target }) =>
              onChange({ locationId: target.value ? Number(target.value) : undefined })
            }
          >
            <option value="">All locations</option>
            {places.map(({ locationId, name }) => (
              <option key={locationId} value={locationId}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <ChoiceField
        label="Category"
        all="All categories"
        none={categories.length > 0 ? 'No category' : undefined}
        value={scope.category}
        choices={categories}
        onChange={(category) => onChange({ category })}
      />
      {suppliers && (
        <ChoiceField
          label="Supplier now"
          all="All suppliers"
          none={suppliers.includes(null) && suppliers.length > 1 ? 'No supplier' : undefined}
          value={scope.supplier}
          choices={suppliers.filter((supplier) => supplier !== null)}
          onChange={(supplier) => onChange({ supplier })}
        />
      )}
    </>
  );
}
