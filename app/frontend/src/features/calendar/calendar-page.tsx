import type { CalendarEntry, CalendarKind } from '@ordernimbus/contracts';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { CalendarDays, FileUp, Plus, Search } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { type CalendarFilter, calendarEntriesQuery, calendarStatusQuery } from '../../api/queries.ts';
import { useCan } from '../../app/use-me.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Input, Segmented, Select } from '../../ui/field.tsx';
import { addDays, formatDay } from '../../ui/format/dates.ts';
import { formatNumber } from '../../ui/format/numbers.ts';
import { Card, Page } from '../../ui/page.tsx';
import { EmptyState, QueryView, SkeletonRows } from '../../ui/states.tsx';
import { EntryDialog } from './entry-dialog.tsx';
import { EntryList } from './entry-list.tsx';
import { FileDialog } from './file-dialog.tsx';
import { HolidaysCard } from './holidays-card.tsx';
import { kinds } from './kinds.ts';
import { PendingNotice } from './pending-notice.tsx';

const sides = [
  { value: 'ahead', label: 'Ahead' },
  { value: 'past', label: 'Past' },
] as const;
const today = () => new Date().toISOString().slice(0, 10);

/** What the shop knows of its days: promotions, events, prices and holidays, ahead and behind. */
export function CalendarPage() {
  const status = useQuery(calendarStatusQuery);
  const canPlan = useCan('plan');
  const [open, setOpen] = useState<'new' | 'file' | CalendarEntry>();
  const cutoff = status.data?.cutoff;
  return (
    <Page
      title="Calendar"
      context="What you know of your days. The forecast learns from the past ones and uses those ahead."
      actions={
        canPlan && (
          <>
            <Button icon={FileUp} onClick={() => setOpen('file')}>
              From a file
            </Button>
            <Button variant="primary" icon={Plus} onClick={() => setOpen('new')}>
              Add
            </Button>
          </>
        )
      }
    >
      <div className="space-y-4 sm:space-y-6">
        <PendingNotice />
        <div className="grid items-start gap-4 sm:gap-6 xl:grid-cols-[2fr_1fr]">
          <Entries onEdit={setOpen} onAdd={() => setOpen('new')} cutoff={cutoff ?? null} />
          <HolidaysCard />
        </div>
      </div>
      {open === 'file' && <FileDialog onClose={() => setOpen(undefined)} />}
      {open !== undefined && open !== 'file' && (
        <EntryDialog
          entry={open === 'new' ? undefined : open}
          day={addDays(cutoff ?? today(), 1)}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Page>
  );
}

function Entries({
  cutoff,
  onEdit,
  onAdd,
}: {
  readonly cutoff: string | null;
  readonly onEdit: (entry: CalendarEntry) => void;
  readonly onAdd: () => void;
}) {
  const [when, setWhen] = useState<CalendarFilter['when']>('ahead');
  const [kind, setKind] = useState<CalendarKind>();
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed).trim();
  const query = useInfiniteQuery(calendarEntriesQuery({ when, kind, search: search || undefined }));
  const status = useQuery(calendarStatusQuery);
  const isFiltered = kind !== undefined || search !== '';
  // no number until it is known: 0 would say that nothing is planned
  const count = (side: 'ahead' | 'past') =>
    status.data ? ` (${formatNumber(status.data.kinds.reduce((sum, one) => sum + one[side], 0))})` : '';
  const dividing = cutoff ? `Sales end on ${formatDay(cutoff)}: what comes after lies ahead.` : undefined;
  return (
    <Card title="Entries" context={dividing} flush>
      <div className="flex flex-wrap items-center gap-2 border-t border-line px-3 py-3 sm:px-4">
        <Segmented
          label="Ahead or past"
          value={when}
          options={sides.map(({ value, label }) => ({ value, label: `${label}${count(value)}` }))}
          onChange={setWhen}
        />
        <Field label="Kind" hideLabel>
          {(ids) => (
            <Select
              {...ids}
              className="sm:w-40"
              value={kind ?? ''}
              onChange={(event) => setKind((event.target.value || undefined) as CalendarKind | undefined)}
            >
              <option value="">All kinds</option>
              {(Object.keys(kinds) as CalendarKind[]).map((one) => (
                <option key={one} value={one}>
                  {kinds[one].plural}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <div className="relative w-full sm:w-64">
          <Search
            aria-hidden
            className="pointer-events-none absolute top-2.5 left-2.5 z-[1] size-4 text-ink-3"
          />
          <Field label="Find an entry" hideLabel>
            {(ids) => (
              <Input
                {...ids}
                type="search"
                placeholder="Name, item or category"
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
                className="!pl-8"
              />
            )}
          </Field>
        </div>
      </div>
      <QueryView query={query} skeleton={<SkeletonRows rows={5} />}>
        {({ pages }) => {
          const entries = pages.flatMap(({ items }) => items);
          if (entries.length === 0) return <NoEntries when={when} isFiltered={isFiltered} onAdd={onAdd} />;
          return <EntryList entries={entries} onEdit={onEdit} />;
        }}
      </QueryView>
      {query.hasNextPage && (
        <div className="border-t border-line p-3 text-center">
          <Button busy={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </Card>
  );
}

function NoEntries({
  when,
  isFiltered,
  onAdd,
}: {
  readonly when: 'ahead' | 'past';
  readonly isFiltered: boolean;
  readonly onAdd: () => void;
}) {
  const canPlan = useCan('plan');
  if (isFiltered)
    return (
      <EmptyState icon={Search} title="Nothing fits">
        No entry has this kind and name here. Look under {when === 'ahead' ? 'Past' : 'Ahead'} too.
      </EmptyState>
    );
  return (
    <EmptyState
      icon={CalendarDays}
      title={when === 'ahead' ? 'Nothing planned' : 'No past days yet'}
      action={
        canPlan && (
          <Button icon={Plus} onClick={onAdd}>
            Add the first
          </Button>
        )
      }
    >
      {when === 'ahead'
        ? 'Plan a promotion, an event, a new price or a closed day, and the forecast will expect it.'
        : 'Enter past promotions and events first: from what was sold on their days the forecast learns what such days do.'}
    </EmptyState>
  );
}
