import { useCallback } from 'react';
import { type NavigateOptions, useNavigate, useSearchParams } from 'react-router';

export type ChangeSearch = (
  edit: (now: URLSearchParams) => void,
  options?: Pick<NavigateOptions, 'preventScrollReset'>,
) => void;

/**
 * The search part of the address, and how to change it in place of the entry that is there. A change edits what the
 * address holds by then, not what was drawn last: drawing is put off while much is drawn, and of two changes that
 * follow each other closely the second would undo the first.
 */
export function useSearch(): readonly [URLSearchParams, ChangeSearch] {
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const change = useCallback<ChangeSearch>(
    (edit, options) => {
      const now = new URLSearchParams(window.location.search);
      edit(now);
      void navigate(`?${now}`, { ...options, replace: true });
    },
    [navigate],
  );
  return [search, change];
}
