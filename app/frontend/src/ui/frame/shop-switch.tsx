import { useQueryClient } from '@tanstack/react-query';
import { ChevronsUpDown, LogOut, Monitor, Moon, Plus, Store, Sun } from 'lucide-react';
import { useNavigate } from 'react-router';
import { request } from '../../api/request.ts';
import { forgetSession, refreshSession } from '../../api/session.ts';
import { useMe } from '../../app/use-me.ts';
import { Menu, MenuCheck, MenuItem, MenuLabel, MenuSeparator } from '../menu.tsx';
import { chooseTheme, type ThemeChoice, useThemeChoice } from '../theme.ts';
import { showToast } from '../toast.tsx';

export function ShopSwitch() {
  const me = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const open = async (tenantId: string) => {
    if (tenantId === me.tenant.tenantId) return;
    try {
      await refreshSession(tenantId);
      // nothing of the other shop may stay on the screen or in the cache
      await client.cancelQueries();
      await client.resetQueries();
      navigate('/');
    } catch (error) {
      showToast(error instanceof Error ? error.message : 'The shop could not be opened.', { failed: true });
    }
  };
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          aria-label={`Shop: ${me.tenant.name}`}
          className="flex h-9 min-w-0 max-w-72 items-center gap-2 rounded-lg px-2 text-base font-semibold hover:bg-sunken"
        >
          <span className="flex size-6 shrink-0 items-center justify-center rounded-md bg-accent-soft text-accent-text">
            <Store aria-hidden className="size-3.5" strokeWidth={2} />
          </span>
          <span className="truncate">{me.tenant.name}</span>
          <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-ink-3" />
        </button>
      }
    >
      <MenuLabel>Shops</MenuLabel>
      {me.tenants.map(({ tenantId, name }) => (
        <MenuCheck
          closes
          key={tenantId}
          checked={tenantId === me.tenant.tenantId}
          onChange={() => open(tenantId)}
        >
          {name}
        </MenuCheck>
      ))}
      <MenuSeparator />
      <MenuItem icon={Plus} onSelect={() => navigate('/sign-up')}>
        Create another shop
      </MenuItem>
    </Menu>
  );
}

const themes: readonly { readonly choice: ThemeChoice; readonly name: string; readonly icon: typeof Sun }[] =
  [
    { choice: 'system', name: 'As the system', icon: Monitor },
    { choice: 'light', name: 'Light', icon: Sun },
    { choice: 'dark', name: 'Dark', icon: Moon },
  ];

export async function signOut(): Promise<void> {
  await request('/v1/auth/sign-out', { method: 'POST', body: {} }).catch(() => undefined);
  forgetSession();
}

export function PersonMenu() {
  const me = useMe();
  const theme = useThemeChoice();
  const initials = me.name
    .split(/\s+/)
    .map((word) => word[0])
    .slice(0, 2)
    .join('')
    .toUpperCase();
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="flex size-8 shrink-0 items-center justify-center rounded-full bg-sunken text-xs font-semibold text-ink-2 ring-1 ring-line hover:text-ink"
        >
          <span aria-hidden>{initials}</span>
          <span className="sr-only">You: {me.name}</span>
        </button>
      }
    >
      <div className="px-2.5 py-2">
        <p className="text-sm font-medium">{me.name}</p>
        <p className="text-xs text-ink-3">{[me.email, me.role].filter(Boolean).join(' · ')}</p>
      </div>
      <MenuSeparator />
      <MenuLabel>Appearance</MenuLabel>
      {themes.map(({ choice, name }) => (
        <MenuCheck key={choice} checked={theme === choice} onChange={() => chooseTheme(choice)}>
          {name}
        </MenuCheck>
      ))}
      <MenuSeparator />
      <MenuItem icon={LogOut} onSelect={signOut}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
