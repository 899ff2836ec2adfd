import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { useLocation } from 'react-router';
import { useMe } from '../../app/use-me.ts';

interface Place {
  /** pixels above what is in sight */
  readonly top: number;
  /** the row that the keyboard is on */
  readonly active: number;
  readonly hadFocus: boolean;
}
const start: Place = { top: 0, active: 0, hadFocus: false };

/** Where each list was left, until the next reload. */
const places = new Map<string, Place>();

/** A list is what the address asks for in this shop; a row opened beside it is no part of that. */
function useListKey(label: string): string {
  const { tenant } = useMe();
  const { pathname, search } = useLocation();
  const asked = new URLSearchParams(search);
  asked.delete('open');
  return `${tenant.tenantId} ${label} ${pathname}?${asked}`;
}

/** Who comes back to a list finds it as it was: scroll, row and focus. Another filter or order begins at its top. */
export function useListPlace(label: string, scroller: RefObject<HTMLElement | null>) {
  const key = useListKey(label);
  const [first] = useState(() => places.get(key) ?? start);
  const [active, setActive] = useState(first.active);
  const now = useRef({ top: first.top, active: first.active });
  useLayoutEffect(() => {
    const box = scroller.current;
    const place = places.get(key) ?? start;
    setActive(place.active);
    if (box) box.scrollTop = place.top;
    // only where nothing else has it: a link that was followed keeps it
    if (place.hadFocus && document.activeElement?.matches('body, main')) box?.focus({ preventScroll: true });
    return () => {
      places.set(key, { ...now.current, hadFocus: document.activeElement === box });
    };
  }, [key, scroller]);
  useLayoutEffect(() => {
    now.current.active = active;
  }, [active]);
  return {
    active,
    setActive,
    top: first.top,
    // read as it happens: when a list is left, a shorter one may stand in the box already
    onScroll: () => {
      now.current.top = scroller.current?.scrollTop ?? 0;
    },
  };
}
