import { useLayoutEffect, useRef } from 'react';

/** What had the focus and may get it again, the latest last. */
const trail = new Set<HTMLElement>();
const mostKept = 100;

document.addEventListener('focusin', ({ target }) => {
  if (!(target instanceof HTMLElement)) return;
  trail.delete(target);
  trail.add(target);
  const [oldest] = trail;
  if (oldest && trail.size > mostKept) trail.delete(oldest);
  // an element that is gone would hold its whole page in memory
  for (const element of trail) if (!element.isConnected) trail.delete(element);
});

function takesFocus(element: HTMLElement): boolean {
  element.focus({ preventScroll: true });
  return document.activeElement === element;
}

/**
 * After what had the focus is gone (a closed dialog, a deleted row): back to what had it before and is still there,
 * else to the list of the page or its title. Without this it falls to the body, and the next Tab begins at the top.
 */
export function focusBack(): void {
  const page = document.querySelectorAll<HTMLElement>('main [role=grid], main h1');
  const places = [...[...trail].reverse(), ...[...page].reverse()];
  places.some((element) => element.isConnected && takesFocus(element));
}

/** For what can be removed while a button in it has the focus. */
export function useFocusBackWhenGone<T extends HTMLElement>() {
  const element = useRef<T>(null);
  useLayoutEffect(() => {
    const shown = element.current;
    return () => {
      // asked while it still stands, acted on when it is gone
      if (shown?.contains(document.activeElement)) setTimeout(focusBack);
    };
  }, []);
  return element;
}
