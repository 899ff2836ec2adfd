import type { CalendarEntry } from '@ordernimbus/contracts';
import { useMutation } from '@tanstack/react-query';
import { Pencil, Trash2 } from 'lucide-react';
import { request } from '../../api/request.ts';
import { useCan, useCurrency } from '../../app/use-me.ts';
import { IconButton } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { useFocusBackWhenGone } from '../../ui/focus-trail.ts';
import { showToast } from '../../ui/toast.tsx';
import { entryDays, entryEffect, entryScope, entryTitle } from './entry-words.ts';
import { kinds } from './kinds.ts';
import { useCalendarChanged } from './use-calendar-changed.ts';

/** Deletes an entry; the toast takes it back. */
function useDelete() {
  const refresh = useCalendarChanged();
  return useMutation({
    mutationFn: (entry: CalendarEntry) =>
      request<void>(`/v1/calendar/entries/${entry.id}`, { method: 'DELETE' }),
    onSuccess: (_, entry) => {
      const {
        id: _id,
        sku: _sku,
        itemName: _item,
        locationName: _location,
        fromSalesFile: _from,
        updatedAt: _at,
        ...said
      } = entry;
      const undo = async () => {
        try {
          await request('/v1/calendar/entries', { method: 'POST', body: said });
          showToast(`${entryTitle(entry)} is back`);
        } catch (error) {
          showToast(error instanceof Error ? error.message : 'It could not be taken back.', { failed: true });
        }
        await refresh();
      };
      showToast(`Deleted ${entryTitle(entry)}`, { undo });
    },
    onError: (error) => showToast(error.message, { failed: true }),
    onSettled: refresh,
  });
}

function EntryRow({
  entry,
  onEdit,
  onDelete,
}: {
  readonly entry: CalendarEntry;
  readonly onEdit: (entry: CalendarEntry) => void;
  readonly onDelete: (entry: CalendarEntry) => void;
}) {
  const canPlan = useCan('plan');
  const currency = useCurrency();
  const row = useFocusBackWhenGone<HTMLLIElement>();
  const { icon: Icon, name } = kinds[entry.kind];
  const effect = entryEffect(entry, currency);
  return (
    <li ref={row} className="flex items-start gap-3 border-t border-line px-4 py-3 sm:px-5">
      <span
        title={name}
        className="mt-0.5 flex size-8 shrink-0 items-center justify-center rounded-lg bg-sunken text-ink-2"
      >
        <Icon aria-hidden className="size-4" strokeWidth={1.75} />
        <span className="sr-only">{name}</span>
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
          <span className="min-w-0 break-words">{entryTitle(entry)}</span>
          {effect && <Chip tone={entry.closed ? 'amber' : 'accent'}>{effect}</Chip>}
        </p>
        <p className="text-sm text-ink-2">
          <span className="num">{entryDays(entry)}</span> · {entryScope(entry)}
          {entry.fromSalesFile && ' · from a sales file'}
        </p>
      </div>
      {canPlan && (
        <div className="flex shrink-0">
          <IconButton label={`Change ${entryTitle(entry)}`} icon={Pencil} onClick={() => onEdit(entry)} />
          <IconButton label={`Delete ${entryTitle(entry)}`} icon={Trash2} onClick={() => onDelete(entry)} />
        </div>
      )}
    </li>
  );
}

export function EntryList({
  entries,
  onEdit,
}: {
  readonly entries: readonly CalendarEntry[];
  readonly onEdit: (entry: CalendarEntry) => void;
}) {
  const remove = useDelete();
  return (
    <ul aria-label="Entries">
      {entries.map((entry) => (
        <EntryRow
          key={entry.id}
          entry={entry}
          onEdit={onEdit}
          onDelete={(gone) => {
            if (!remove.isPending) remove.mutate(gone);
          }}
        />
      ))}
    </ul>
  );
}
