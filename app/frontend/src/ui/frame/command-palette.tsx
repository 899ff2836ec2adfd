import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { Download, type LucideIcon, Moon, Package, Play, Search, Sun, Upload } from 'lucide-react';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { useNavigate } from 'react-router';
import { itemSearchQuery } from '../../api/queries.ts';
import { download, request } from '../../api/request.ts';
import { useCan } from '../../app/use-me.ts';
import { chooseTheme, useTheme } from '../theme.ts';
import { showToast } from '../toast.tsx';
import { destinations, settingsDestination } from './nav.tsx';

interface Entry {
  readonly name: string;
  readonly icon: LucideIcon;
  readonly run: () => unknown;
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

export default function CommandPalette({
  open,
  onOpenChange,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}) {
  const [search, setSearch] = useState('');
  const deferred = useDeferredValue(search);
  const { data: items } = useQuery(itemSearchQuery(deferred));
  const navigate = useNavigate();
  const client = useQueryClient();
  const theme = useTheme();
  const canPlan = useCan('plan');
  const canImport = useCan('import');

  const act = (run: () => unknown) => () => {
    onOpenChange(false);
    setSearch('');
    void run();
  };
  const failed = (error: unknown) =>
    showToast(error instanceof Error ? error.message : 'That did not work.', { failed: true });
  const startRun = async () => {
    await request('/v1/forecast-runs', { method: 'POST', body: {} });
    await client.invalidateQueries();
    showToast('A new forecast has started');
  };
  const actions: Entry[] = [
    ...(canImport ? [{ name: 'Import sales', icon: Upload, run: () => navigate('/data') }] : []),
    ...(canPlan ? [{ name: 'Forecast now', icon: Play, run: () => startRun().catch(failed) }] : []),
    {
      name: 'Download the reorder list',
      icon: Download,
      run: () => download('/v1/reorder/export.csv', 'reorder.csv').catch(failed),
    },
    {
      name: theme === 'dark' ? 'Switch to light' : 'Switch to dark',
      icon: theme === 'dark' ? Sun : Moon,
      run: () => chooseTheme(theme === 'dark' ? 'light' : 'dark'),
    },
  ];
  return (
    <Command.Dialog
      open={open}
      onOpenChange={onOpenChange}
      label="Search items, pages and actions"
      overlayClassName="fade-in fixed inset-0 z-50 bg-scrim"
      contentClassName="fixed top-[12dvh] left-1/2 z-50 w-[min(600px,calc(100vw-24px))] -translate-x-1/2 overflow-hidden rounded-xl border border-line bg-raised shadow-2"
    >
      <div className="flex items-center gap-3 border-b border-line px-4">
        <Search aria-hidden className="size-4 text-ink-3" />
        <Command.Input
          value={search}
          onValueChange={setSearch}
          placeholder="Item, page or action"
          className="h-12 flex-1 bg-transparent text-lg outline-none placeholder:text-ink-3"
        />
      </div>
      <Command.List className="max-h-[60dvh] overflow-y-auto pb-2">
        <Command.Empty className="px-4 py-8 text-center text-ink-2">Nothing fits “{search}”.</Command.Empty>
        {search.trim() && items && items.items.length > 0 && (
          <Command.Group heading="Items" className={group} forceMount>
            {items.items.map((item) => (
              <Row
                key={item.itemId}
                value={`${search} ${item.sku} ${item.name}`}
                icon={Package}
                onSelect={act(() => navigate(`/items/${item.itemId}/${item.locationIds[0] ?? 1}`))}
              >
                <span className="min-w-0 flex-1 truncate">{item.name}</span>
                <span className="text-sm text-ink-3">{item.sku}</span>
              </Row>
            ))}
          </Command.Group>
        )}
        <Command.Group heading="Go to" className={group}>
          {[...destinations, settingsDestination].map(({ to, name, icon }) => (
            <Row key={to} value={name} icon={icon} onSelect={act(() => navigate(to))}>
              {name}
            </Row>
          ))}
        </Command.Group>
        <Command.Group heading="Do" className={group}>
          {actions.map(({ name, icon, run }) => (
            <Row key={name} value={name} icon={icon} onSelect={act(run)}>
              {name}
            </Row>
          ))}
        </Command.Group>
      </Command.List>
    </Command.Dialog>
  );
}
