import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { Download, type LucideIcon, Moon, Package, Play, Search, Sun, Upload } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { type ReactNode, useDeferredValue, useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { itemSearchQuery } from '../../api/queries.ts';
import { download, request } from '../../api/request.ts';
import { useCan } from '../../app/use-me.ts';
import { cx } from '../cx.ts';
import { focusOpener } from '../dialog.tsx';
import { chooseTheme, useTheme } from '../theme.ts';
import { showToast } from '../toast.tsx';
import { destinations, settingsDestination } from './nav.tsx';
import { paletteLook } from './palette-look.ts';

interface Entry {
  readonly name: string;
  readonly icon: LucideIcon;
  readonly run: () => void;
}

const group =
  '[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-3 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-3';

function Row({
  value,
  icon: Icon,
  onSelect,
  children,
}: {
  value: string;
  icon: LucideIcon;
  onSelect: () => void;
  children: ReactNode;
}) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="mx-1 flex min-h-9 cursor-pointer items-center gap-3 rounded-lg px-2.5 py-1.5 text-base data-[selected=true]:bg-accent-soft data-[selected=true]:text-accent-text"
    >
      <Icon aria-hidden className="size-4 shrink-0 text-ink-3" strokeWidth={1.75} />
      {children}
    </Command.Item>
  );
}

const fits = (name: string, wanted: string) => name.toLowerCase().includes(wanted.toLowerCase());

/** The row that Enter opens: the first, also when items come in above it, until a person has moved to another. */
function useSelected(rows: readonly string[]) {
  const [value, setValue] = useState('');
  const [first = ''] = rows;
  const before = useRef(first);
  useEffect(() => {
    const stays = value !== before.current && rows.includes(value);
    before.current = first;
    if (!stays) setValue(first);
  }, [value, first, rows]);
  return [value, setValue] as const;
}

/** `onClose` is told whether another page comes. */
function Choices({
  typed,
  onClose,
}: {
  readonly typed: string;
  readonly onClose: (leaves: boolean) => void;
}) {
  const [search, setSearch] = useState(typed);
  const deferred = useDeferredValue(search);
  const items = useQuery(itemSearchQuery(deferred));
  const navigate = useNavigate();
  const client = useQueryClient();
  const theme = useTheme();
  const canPlan = useCan('plan');
  const canImport = useCan('import');

  const act = (run: () => unknown) => () => {
    onClose(false);
    void run();
  };
  const go = (path: string) => () => {
    onClose(true);
    void navigate(path);
  };
  const failed = (error: unknown) =>
    showToast(error instanceof Error ? error.message : 'That did not work.', { failed: true });
  const startRun = async () => {
    await request('/v1/forecast-runs', { method: 'POST', body: {} });
    await client.invalidateQueries();
    showToast('A new forecast has started');
  };
  const actions: Entry[] = [
    ...(canImport ? [{ name: 'Import sales', icon: Upload, run: go('/data') }] : []),
    ...(canPlan ? [{ name: 'Forecast now', icon: Play, run: act(() => startRun().catch(failed)) }] : []),
    {
      name: 'Download the reorder list',
      icon: Download,
      run: act(() => download('/v1/reorder/export.csv', 'reorder.csv').catch(failed)),
    },
    {
      name: theme === 'dark' ? 'Switch to light' : 'Switch to dark',
      icon: theme === 'dark' ? Sun : Moon,
      run: act(() => chooseTheme(theme === 'dark' ? 'light' : 'dark')),
    },
  ];
  const wanted = search.trim();
  const isSearching = wanted !== '' && (deferred !== search || items.isFetching);
  const found = wanted === '' ? [] : (items.data?.items ?? []);
  // until the answer is here, what was found before stands if it fits the new text too
  const hits = isSearching ? found.filter(({ name, sku }) => fits(`${name} ${sku}`, wanted)) : found;
  const pages = [...destinations, settingsDestination].filter(({ name }) => fits(name, wanted));
  const deeds = actions.filter(({ name }) => fits(name, wanted));
  const [value, setValue] = useSelected([
    ...hits.map(({ itemId }) => `item ${itemId}`),
    ...pages.map(({ to }) => to),
    ...deeds.map(({ name }) => name),
  ]);
  const isEmpty = hits.length + pages.length + deeds.length === 0;
  const said =
    isSearching && hits.length === 0
      ? 'Searching items…'
      : wanted !== '' && items.error
        ? `Items could not be searched: ${items.error.message}`
        : isEmpty && !isSearching
          ? `Nothing fits “${wanted}”.`
          : '';
  return (
    <Command
      label={paletteLook.label}
      // its own filter runs before the items are here and would leave them out
      shouldFilter={false}
      value={value}
      onValueChange={setValue}
    >
      <div className={paletteLook.row}>
        <Search aria-hidden className="size-4 text-ink-3" />
        <Command.Input
          value={search}
          onValueChange={setSearch}
          placeholder={paletteLook.placeholder}
          className={paletteLook.input}
        />
      </div>
      <Command.List className={cx('max-h-[60dvh] overflow-y-auto', !isEmpty && 'pb-2')}>
        {hits.length > 0 && (
          <Command.Group heading="Items" className={group}>
            {hits.map((item) => (
              <Row
                key={item.itemId}
                value={`item ${item.itemId}`}
                icon={Package}
                onSelect={go(`/items/${item.itemId}/${item.locationIds[0] ?? 1}`)}
              >
                <span className="min-w-0 flex-1 truncate">{item.name}</span>
                <span className="text-sm text-ink-3">{item.sku}</span>
              </Row>
            ))}
          </Command.Group>
        )}
        {pages.length > 0 && (
          <Command.Group heading="Go to" className={group}>
            {pages.map(({ to, name, icon }) => (
              <Row key={to} value={to} icon={icon} onSelect={go(to)}>
                {name}
              </Row>
            ))}
          </Command.Group>
        )}
        {deeds.length > 0 && (
          <Command.Group heading="Do" className={group}>
            {deeds.map(({ name, icon, run }) => (
              <Row key={name} value={name} icon={icon} onSelect={run}>
                {name}
              </Row>
            ))}
          </Command.Group>
        )}
      </Command.List>
      {/* always there, so that a screen reader hears it change */}
      <p role="status" className={cx('text-center text-ink-2', said && 'px-4 pt-3 pb-4', isEmpty && 'py-8')}>
        {said}
      </p>
    </Command>
  );
}

/** Radix would select what was typed already, and the next letter replace it. */
function focusAfterText(event: Event): void {
  const input = (event.currentTarget as HTMLElement).querySelector('input');
  if (!input) return;
  event.preventDefault();
  input.focus();
  input.setSelectionRange(input.value.length, input.value.length);
}

export default function CommandPalette({
  open,
  typed,
  onOpenChange,
}: {
  readonly open: boolean;
  /** before the palette was there */
  readonly typed: string;
  readonly onOpenChange: (open: boolean) => void;
}) {
  const hasLeft = useRef(false);
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className={paletteLook.scrim} />
        <Dialog.Content
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            focusOpener(event);
            // on another page, what opened the palette is behind the reader
            if (hasLeft.current) document.getElementById('main')?.focus({ preventScroll: true });
            hasLeft.current = false;
          }}
          onOpenAutoFocus={focusAfterText}
          className={paletteLook.box}
        >
          <Dialog.Title className="sr-only">{paletteLook.label}</Dialog.Title>
          <Choices
            typed={typed}
            onClose={(leaves) => {
              hasLeft.current = leaves;
              onOpenChange(false);
            }}
          />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
