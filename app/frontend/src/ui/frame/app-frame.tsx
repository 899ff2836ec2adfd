import { useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { Outlet, ScrollRestoration, useLocation } from 'react-router';
import { configQuery } from '../../api/queries.ts';
import { useMe } from '../../app/use-me.ts';
import { FreshnessChip } from './freshness-chip.tsx';
import { BottomNav, SideNav } from './nav.tsx';
import { PaletteWaiting } from './palette-waiting.tsx';
import { PersonMenu, ShopSwitch } from './shop-switch.tsx';

const loadPalette = () => import('./command-palette.tsx');
const CommandPalette = lazy(loadPalette);

/** Fetches the palette once the frame has come to rest, so that it is there when it is wanted. */
function usePaletteAhead(): void {
  useEffect(() => {
    const fetchIt = () => void loadPalette().catch(() => {});
    // Safari has no idle callback
    if (typeof requestIdleCallback !== 'function') {
      const timer = setTimeout(fetchIt, 2000);
      return () => clearTimeout(timer);
    }
    const idle = requestIdleCallback(fetchIt, { timeout: 5000 });
    return () => cancelIdleCallback(idle);
  }, []);
}

const isMac = /mac|iphone|ipad/i.test(navigator.userAgent);

function SampleFooter() {
  const { data } = useQuery(configQuery);
  return (
    <footer className="mx-auto w-full max-w-[1440px] px-4 pb-8 text-xs text-ink-3 sm:px-6">
      {data?.attribution ??
        'Sample data: Online Retail, UCI Machine Learning Repository, Chen 2015, CC BY 4.0.'}
    </footer>
  );
}

export function AppFrame() {
  const { tenant } = useMe();
  const { pathname } = useLocation();
  const [paletteOpen, setPaletteOpen] = useState(false);
  const [paletteWanted, setPaletteWanted] = useState(false);
  const [typed, setTyped] = useState('');
  usePaletteAhead();

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        setPaletteWanted(true);
        setPaletteOpen((open) => !open);
        setTyped('');
      }
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);

  const main = useRef<HTMLElement>(null);
  const shownPath = useRef(pathname);
  useEffect(() => {
    if (pathname === shownPath.current) return;
    shownPath.current = pathname;
    // what had the focus went with the page before: Tab goes on in this one, not at the top of the frame
    if (document.activeElement === document.body) main.current?.focus({ preventScroll: true });
  }, [pathname]);

  const openPalette = (open: boolean) => {
    setPaletteWanted(true);
    setPaletteOpen(open);
    // it was for the opening that ends
    if (!open) setTyped('');
  };
  return (
    <div className="flex min-h-dvh">
      <a
        href="#main"
        className="fixed top-2 left-2 z-[70] -translate-y-16 rounded-lg bg-accent px-3 py-2 font-medium text-accent-ink focus:translate-y-0"
      >
        Skip to the content
      </a>
      <SideNav />
      <div className="flex min-w-0 flex-1 flex-col">
        <header
          data-topbar
          className="sticky top-0 z-30 flex h-14 items-center gap-2 border-b border-line bg-surface px-3 sm:gap-3 sm:px-6"
        >
          <ShopSwitch />
          <button
            type="button"
            onClick={() => openPalette(true)}
            className="flex size-8 shrink-0 items-center justify-center gap-2 rounded-lg text-sm text-ink-2 hover:bg-sunken md:ml-2 md:w-full md:max-w-80 md:justify-start md:border md:border-line md:bg-canvas md:px-2.5"
          >
            <Search aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
            <span className="flex-1 text-left max-md:sr-only">Search</span>
            <kbd
              aria-hidden
              className="hidden rounded border border-line bg-surface px-1.5 font-sans text-xs text-ink-3 md:inline"
            >
              {isMac ? '⌘K' : 'Ctrl K'}
            </kbd>
          </button>
          <div className="flex min-w-0 flex-1 items-center justify-end gap-1.5 sm:gap-3">
            <FreshnessChip />
            <PersonMenu />
          </div>
        </header>
        <main
          ref={main}
          id="main"
          tabIndex={-1}
          className="min-w-0 flex-1 outline-none"
          key={tenant.tenantId}
          data-path={pathname}
        >
          <Outlet />
        </main>
        {tenant.isSample && <SampleFooter />}
        <div aria-hidden className="h-16 sm:hidden" />
      </div>
      <BottomNav />
      {paletteWanted && (
        <Suspense
          fallback={
            paletteOpen && (
              <PaletteWaiting text={typed} onText={setTyped} onClose={() => openPalette(false)} />
            )
          }
        >
          <CommandPalette open={paletteOpen} typed={typed} onOpenChange={openPalette} />
        </Suspense>
      )}
      <ScrollRestoration getKey={(location) => location.pathname + location.search} />
    </div>
  );
}
