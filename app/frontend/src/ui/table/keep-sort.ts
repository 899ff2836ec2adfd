import type { SetURLSearchParams } from 'react-router';
import type { Sort } from './column.ts';

/** Writes the order of a table to the address, in place of the entry that is there. */
export const keepSort =
  (setSearch: SetURLSearchParams) =>
  ({ id, direction }: Sort): void =>
    setSearch(
      (now) => {
        now.set('sort', id);
        now.set('direction', direction);
        return now;
      },
      { replace: true },
    );
