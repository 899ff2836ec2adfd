import { useCallback, useEffect, useRef, useState } from 'react';
import { type NavigateOptions, useLocation, useNavigate, useSearchParams } from 'react-router';

export type ChangeSearch = (
  edit: (now: URLSearchParams) => void,
  options?: Pick<NavigateOptions, 'preventScrollReset'>,
) => void;

/**
 * The search part of the address, and how to change it in place of the entry that is there. A change edits what the
 * address holds by then, not what was drawn last: drawing is put off while much is drawn, and of two changes that
 * follow each other closely the second would undo the first. It does nothing once the address is another page's.
 */
export function useSearch(): readonly [URLSearchParams, ChangeSearch] {
  const [search] = useSearchParams();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const change = useCallback<ChangeSearch>(
    (edit, options) => {
      if (window.location.pathname !== pathname) return;
      const now = new URLSearchParams(window.location.search);
      edit(now);
      void navigate(`?${now}`, { ...options, replace: true });
    },
    [navigate, pathname],
  );
  return [search, change];
}

/** Time without a key after which what was typed is looked for. */
const pauseMs = 250;

/**
 * The text of a field that looks for names, kept in the address as `search`. What the person types stays, however late
 * the address is drawn; what another made of the address (a saved view, the way back) is shown.
 * @param wanted what the address holds, as drawn
 */
export function useTypedSearch(
  wanted: string,
  changeSearch: ChangeSearch,
): readonly [string, (text: string) => void] {
  const [typed, setTyped] = useState(wanted);
  const written = useRef(wanted);
  useEffect(() => {
    if (wanted === written.current) return;
    written.current = wanted;
    setTyped(wanted);
  }, [wanted]);
  useEffect(() => {
    if (typed === written.current) return;
    const timer = setTimeout(() => {
      written.current = typed;
      changeSearch((now) => {
        if (typed) now.set('search', typed);
        else now.delete('search');
      });
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [typed, changeSearch]);
  return [typed, setTyped];
}
