import type { ChangeSearch } from '../use-search.ts';
import type { Sort } from './column.ts';

/** Writes the order of a table to the address, in place of the entry that is there. */
export const keepSort =
  (changeSearch: ChangeSearch) =>
  ({ id, direction }: Sort): void =>
    changeSearch((now) => {
      now.set('sort', id);
      now.set('direction', direction);
    });
