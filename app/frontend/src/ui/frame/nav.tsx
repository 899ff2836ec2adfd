import {
  CalendarDays,
  ChartSpline,
  Database,
  FlaskConical,
  House,
  type LucideIcon,
  PackageOpen,
  Settings,
  Target,
} from 'lucide-react';
import { NavLink, useLocation } from 'react-router';
import { cx } from '../cx.ts';

export interface Destination {
  readonly to: string;
  readonly name: string;
  readonly icon: LucideIcon;
  /** other addresses that belong to this place */
  readonly also?: string;
  /** the bar of a phone has room for seven: the others are reached from a page or the palette */
  readonly besidePhone?: boolean;
}
export const destinations: readonly Destination[] = [
  { to: '/', name: 'Home', icon: House },
  { to: '/forecast', name: 'Forecast', icon: ChartSpline, also: '/items' },
  { to: '/reorder', name: 'Reorder', icon: PackageOpen },
  { to: '/calendar', name: 'Calendar', icon: CalendarDays },
  { to: '/scenarios', name: 'Scenarios', icon: FlaskConical, besidePhone: true },
  { to: '/accuracy', name: 'Accuracy', icon: Target },
  { to: '/data', name: 'Data', icon: Database },
];
export const settingsDestination: Destination = {
  to: '/settings/shop',
  name: 'Settings',
  icon: Settings,
  also: '/settings',
};

function useIsHere(destination: Destination): boolean {
  const { pathname } = useLocation();
  if (destination.to === '/') return pathname === '/';
  return (
    pathname.startsWith(destination.to) ||
    (destination.also !== undefined && pathname.startsWith(destination.also))
  );
}

function SideLink({ destination }: { readonly destination: Destination }) {
  const here = useIsHere(destination);
  const { icon: Icon, name, to } = destination;
  return (
    <NavLink
      to={to}
      aria-current={here ? 'page' : undefined}
      title={name}
      className={cx(
        'relative flex h-9 items-center gap-3 rounded-lg px-2.5 text-base font-medium max-lg:justify-center max-lg:px-0',
        here ? 'bg-accent-soft text-accent-text' : 'text-ink-2 hover:bg-sunken hover:text-ink',
      )}
    >
      <Icon aria-hidden className="size-[18px] shrink-0" strokeWidth={1.75} />
      <span className="max-lg:sr-only">{name}</span>
    </NavLink>
  );
}

/** 232 px of words from 1025 px, icons from 641 px. */
export function SideNav() {
  return (
    <nav
      aria-label="Main"
      className="hidden w-16 shrink-0 border-r border-line bg-surface sm:block lg:w-[232px]"
    >
      <div className="sticky top-0 flex h-dvh flex-col p-3">
        <div className="mb-5 flex h-9 items-center gap-2.5 px-1.5 max-lg:justify-center max-lg:px-0">
          <img src="/favicon.svg" alt="" className="size-7" />
          <span className="text-lg font-semibold tracking-[-0.02em] max-lg:sr-only">OrderNimbus</span>
        </div>
        <div className="flex flex-1 flex-col gap-0.5">
          {destinations.map((destination) => (
            <SideLink key={destination.to} destination={destination} />
          ))}
        </div>
        <SideLink destination={settingsDestination} />
      </div>
    </nav>
  );
}

function BottomLink({ destination }: { readonly destination: Destination }) {
  const here = useIsHere(destination);
  const { icon: Icon, name, to } = destination;
  return (
    <NavLink
      to={to}
      aria-current={here ? 'page' : undefined}
      className={cx(
        'flex min-w-0 flex-1 flex-col items-center gap-0.5 rounded-lg py-1.5 text-[11px] leading-4 font-medium',
        here ? 'text-accent-text' : 'text-ink-2',
      )}
    >
      <Icon aria-hidden className="size-5" strokeWidth={here ? 2.1 : 1.75} />
      {name}
    </NavLink>
  );
}

/** On a phone, at the thumb. */
export function BottomNav() {
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-40 flex border-t border-line bg-surface px-1 pb-[env(safe-area-inset-bottom)] sm:hidden"
    >
      {[...destinations.filter(({ besidePhone }) => !besidePhone), settingsDestination].map((destination) => (
        <BottomLink key={destination.to} destination={destination} />
      ))}
    </nav>
  );
}
