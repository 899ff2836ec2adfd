import { useSyncExternalStore } from 'react';

/** The widest screen that gets the bottom bar; as --breakpoint-sm in app.css. */
const narrow = matchMedia('(max-width: 640px)');
const subscribe = (onChange: () => void) => {
  narrow.addEventListener('change', onChange);
  return () => narrow.removeEventListener('change', onChange);
};

/** Whether this is a phone, where a table shows fewer columns and higher rows. */
export const useNarrow = () => useSyncExternalStore(subscribe, () => narrow.matches);
