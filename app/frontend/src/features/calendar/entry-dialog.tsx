import type { CalendarEntry, CalendarEntryInput, CalendarKind, Location } from '@ordernimbus/contracts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ApiError } from '../../api/api-error.ts';
import { calendarStatusQuery, locationsQuery } from '../../api/queries.ts';
import { request } from '../../api/request.ts';
import { useCurrency } from '../../app/use-me.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Checkbox, Field, Input, Segmented, Select } from '../../ui/field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { FormError } from '../auth/form-error.tsx';
import { type EntryErrors, type EntryForm, emptyForm, formOf, readEntry, type Scope } from './entry-form.ts';
import { ItemPicker } from './item-picker.tsx';
import { kinds } from './kinds.ts';
import { useCalendarChanged } from './use-calendar-changed.ts';

const kindChoices = (Object.keys(kinds) as CalendarKind[]).map((value) => ({
  value,
  label: kinds[value].name,
}));
const scopeChoices: readonly { value: Scope; label: string }[] = [
  { value: 'all', label: 'Everything' },
  { value: 'category', label: 'A category' },
  { value: 'item', label: 'One item' },
];
const helps: Readonly<Record<CalendarKind, string>> = {
  promotion: 'Days on which something is promoted. Past ones teach the forecast what promotions do.',
  event: 'Days that change demand, or on which a shop is closed. Days of one name are of one sort.',
  price: 'What an item costs from a day on. With planned prices, the forecast learns from past ones too.',
};

/** Adds an entry, or changes the one that is given. */
export function EntryDialog({
  entry,
  day,
  onClose,
}: {
  readonly entry: CalendarEntry | undefined;
  /** first day that a new entry is proposed for */
  readonly day: string;
  readonly onClose: () => void;
}) {
  const currency = useCurrency();
  const tellAll = useCalendarChanged();
  const locations = useQuery(locationsQuery);
  const status = useQuery(calendarStatusQuery);
  const [form, setForm] = useState<EntryForm>(() =>
    entry ? formOf(entry, currency) : emptyForm('promotion', day),
  );
  const [errors, setErrors] = useState<EntryErrors>({});
  const put = (change: Partial<EntryForm>) => setForm((now) => ({ ...now, ...change }));
  const save = useMutation({
    mutationFn: (body: CalendarEntryInput) =>
      entry
        ? request<CalendarEntry>(`/v1/calendar/entries/${entry.id}`, { method: 'PUT', body })
        : request<CalendarEntry>('/v1/calendar/entries', { method: 'POST', body }),
    onSuccess: async () => {
      showToast(`${entry ? 'Changed' : 'Added'}. The next forecast uses it.`);
      onClose();
      await tellAll();
    },
    onError: (error) => {
      if (!(error instanceof ApiError)) return;
      setErrors(Object.fromEntries(error.places.map(({ field, message }) => [field ?? '', message])));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { entry: read, errors: wrong } = readEntry(form, currency);
    setErrors(wrong);
    if (read) save.mutate(read);
  };
  const text = (name: 'name' | 'fromDay' | 'toDay' | 'discount' | 'price') => ({
    value: form[name],
    onChange: (event: { target: { value: string } }) => put({ [name]: event.target.value }),
  });
  const { kind } = form;
  const categories = status.data?.categories ?? [];
  return (
    <Dialog
      open
      onClose={onClose}
      title={entry ? `Change ${kinds[kind].name.toLowerCase()}` : 'Add to the calendar'}
      description={helps[kind]}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="calendar-entry" variant="primary" busy={save.isPending}>
            {entry ? 'Save' : 'Add'}
          </Button>
        </>
      }
    >
      <form id="calendar-entry" noValidate onSubmit={submit} className="space-y-4">
        {!entry && (
          <Segmented
            label="Kind"
            value={kind}
            options={kindChoices}
            onChange={(next) => {
              setErrors({});
              setForm({ ...emptyForm(next, form.fromDay), name: form.name, locationId: form.locationId });
            }}
          />
        )}
        {kind !== 'price' && (
          <Field label="Name" error={errors.name}>
            {(ids) => <Input {...ids} {...text('name')} maxLength={120} />}
          </Field>
        )}
        {kind !== 'price' && (
          <Segmented
            label="Concerns"
            value={form.scope}
            options={scopeChoices}
            onChange={(scope) => put({ scope })}
          />
        )}
        {form.scope === 'item' && (
          <ItemPicker
            itemId={form.itemId}
            itemName={form.itemName}
            error={errors.itemId}
            onPick={(item) => put({ itemId: item?.itemId ?? null, itemName: item?.name ?? '' })}
          />
        )}
        {form.scope === 'category' && (
          <Field label="Category" error={errors.category}>
            {(ids) => (
              <Select
                {...ids}
                value={form.category}
                onChange={(event) => put({ category: event.target.value })}
              >
                <option value="">Choose…</option>
                {categories.map((category) => (
                  <option key={category}>{category}</option>
                ))}
              </Select>
            )}
          </Field>
        )}
        <LocationField
          locations={locations.data?.items ?? []}
          locationId={form.locationId}
          error={errors.locationId}
          onChange={(locationId) => put({ locationId })}
        />
        <div className="grid grid-cols-2 gap-3">
          <Field label={kind === 'price' ? 'From' : 'First day'} error={errors.fromDay}>
            {(ids) => <Input {...ids} {...text('fromDay')} type="date" />}
          </Field>
          <Field
            label={kind === 'price' ? 'Until' : 'Last day'}
            hint={kind === 'price' ? 'Empty: until the next price' : undefined}
            error={errors.toDay}
          >
            {(ids) => <Input {...ids} {...text('toDay')} type="date" />}
          </Field>
        </div>
        {kind === 'promotion' && (
          <Field
            label="Discount, %"
            hint="Leave empty where nothing is taken off"
            error={errors.discountPercent}
          >
            {(ids) => <Input {...ids} {...text('discount')} inputMode="decimal" />}
          </Field>
        )}
        {kind === 'price' && (
          <Field label={`Price (${currency})`} error={errors.priceMinor}>
            {(ids) => <Input {...ids} {...text('price')} inputMode="decimal" />}
          </Field>
        )}
        {kind === 'event' && form.scope === 'all' && (
          <Checkbox
            label="Closed: nothing can be sold on these days"
            checked={form.closed}
            onChange={(event) => put({ closed: event.target.checked })}
          />
        )}
        {save.error && Object.keys(errors).length === 0 && <FormError error={save.error} />}
      </form>
    </Dialog>
  );
}

function LocationField({
  locations,
  locationId,
  error,
  onChange,
}: {
  readonly locations: readonly Location[];
  readonly locationId: number | null;
  readonly error: string | undefined;
  readonly onChange: (locationId: number | null) => void;
}) {
  if (locations.length < 2) return null;
  return (
    <Field label="Location" error={error}>
      {(ids) => (
        <Select
          {...ids}
          value={locationId ?? ''}
          onChange={(event) => onChange(event.target.value === '' ? null : Number(event.target.value))}
        >
          <option value="">All locations</option>
          {locations.map((location) => (
            <option key={location.locationId} value={location.locationId}>
              {location.name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
