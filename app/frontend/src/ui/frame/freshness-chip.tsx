import type { Freshness } from '@ordernimbus/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleAlert, CircleCheck, CircleDashed, Clock, LoaderCircle, type LucideIcon } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { freshnessQuery } from '../../api/queries.ts';
import { TextLink } from '../button.tsx';
import { cx } from '../cx.ts';
import { formatDay, formatInstant } from '../format/dates.ts';
import { formatPercent } from '../format/numbers.ts';
import { Popover } from '../menu.tsx';
import { Facts } from '../page.tsx';

type Look = { readonly tone: string; readonly icon: LucideIcon; readonly word: string };
const looks: Record<Freshness['state'], Look> = {
  empty: { tone: 'bg-sunken text-ink-2', icon: CircleDashed, word: 'No data yet' },
  fresh: { tone: 'bg-green-soft text-green', icon: CircleCheck, word: 'Up to date' },
  stale: { tone: 'bg-amber-soft text-amber', icon: Clock, word: 'Stale' },
  running: { tone: 'bg-accent-soft text-accent-text', icon: LoaderCircle, word: 'Working' },
  failed: { tone: 'bg-red-soft text-red', icon: CircleAlert, word: 'Failed' },
};
const offline: Look = { tone: 'bg-red-soft text-red', icon: CircleAlert, word: 'Not connected' };

function sentence(freshness: Freshness): string {
  if (freshness.state === 'empty') return 'No data yet';
  if (freshness.state === 'running') {
    const share = freshness.progress === null ? '' : ` ${formatPercent(freshness.progress)}`;
    return `${freshness.runningImportId && !freshness.runningRunId ? 'Importing' : 'Forecasting'}${share}`;
  }
  const data = freshness.noSalesSince
    ? `No sales since ${formatDay(freshness.noSalesSince)}`
    : `Data to ${formatDay(freshness.dataTo)}`;
  const forecast = freshness.forecastAt
    ? `forecast ${formatInstant(freshness.forecastAt)}`
    : 'no forecast yet';
  return `${data} · ${forecast}`;
}

/** Always there: how old what is on the screen is. */
export function FreshnessChip() {
  const { data, error } = useQuery(freshnessQuery);
  const client = useQueryClient();
  // when a run or an import ends, everything that was computed from the old state is out of date
  const before = useRef(data);
  useEffect(() => {
    const last = before.current;
    before.current = data;
    if (!last || !data) return;
    if (last.forecastAt !== data.forecastAt || last.dataTo !== data.dataTo || last.state !== data.state) {
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'freshness' });
    }
  }, [data, client]);

  const look = error ? offline : data ? looks[data.state] : looks.empty;
  const Icon = look.icon;
  const text = error ? 'Not connected' : data ? sentence(data) : 'Reading …';
  return (
    <Popover
      label="How fresh the figures are"
      trigger={
        <button
          type="button"
          aria-label={`${look.word}: ${text}`}
          className={cx(
            'flex h-8 min-w-0 items-center max-sm:w-8 max-sm:shrink-0 max-sm:justify-center max-sm:px-0 gap-1.5 rounded-lg px-2.5 text-xs font-medium',
            look.tone,
          )}
        >
          <Icon aria-hidden className="size-4 shrink-0" strokeWidth={2} />
          <span className="hidden truncate lg:inline">{text}</span>
          <span className="truncate max-sm:sr-only lg:hidden">{look.word}</span>
        </button>
      }
    >
      <p className="text-base font-semibold">{look.word}</p>
      <p className="mt-1 text-sm text-ink-2">
        {error ? `${error.message} What you see is what was here last.` : data?.message}
      </p>
      {data && (
        <div className="mt-2">
          <Facts
            facts={[
              ['Sales data to', formatDay(data.dataTo)],
              ['Forecast made', formatInstant(data.forecastAt)],
              ...(data.checkedAt
                ? [['Looked through, nothing new', formatInstant(data.checkedAt)] as const]
                : []),
              ...(data.nextNightAt ? [['Next night run', formatInstant(data.nextNightAt)] as const] : []),
            ]}
          />
        </div>
      )}
      <TextLink to="/data" className="mt-2 inline-block text-sm">
        Open Data
      </TextLink>
    </Popover>
  );
}
