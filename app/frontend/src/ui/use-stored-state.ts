import { useCallback, useState } from 'react';

/** State that a reload keeps, in this browser: preferences and the names of saved views, never figures of the shop. */
export function useStoredState<T>(key: string, initial: T): [T, (value: T) => void] {
  const name = `ordernimbus.${key}`;
  const [value, setValue] = useState<T>(() => {
    try {
      const stored = localStorage.getItem(name);
      return stored === null ? initial : (JSON.parse(stored) as T);
    } catch {
      return initial;
    }
  });
  const store = useCallback(
    (next: T) => {
      setValue(next);
      try {
        localStorage.setItem(name, JSON.stringify(next));
      } catch {
        // without storage the choice lasts as long as the page
      }
    },
    [name],
  );
  return [value, store];
}
