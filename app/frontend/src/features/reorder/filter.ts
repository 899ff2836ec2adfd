import type { ReorderFilter, ReorderStatus } from '@ordernimbus/contracts';
import type { Sort } from '../../ui/table/column.ts';
import { statusOrder } from './status.tsx';

const isStatus = (text: string): text is ReorderStatus => (statusOrder as string[]).includes(text);

/** The address is the filter: it can be bookmarked, sent and gone back to. */
export function readReorderFilter(search: URLSearchParams): ReorderFilter {
  const status = search.getAll('status').filter(isStatus);
  const locationId = Number(search.get('locationId'));
  const text = (name: string) => search.get(name) || undefined;
  // an empty one is a value: the lines without a supplier, or a category
  const [supplier, category] = [search.get('supplier'), search.get('category')];
  return {
    ...(text('search') ? { search: text('search') as string } : {}),
    ...(status.length > 0 ? { status } : {}),
    ...(supplier === null ? {} : { supplier }),
    ...(Number.isInteger(locationId) && locationId > 0 ? { locationId } : {}),
    ...(category === null ? {} : { category }),
    ...(search.get('onlySuggested') === 'true' ? { onlySuggested: true } : {}),
    ...(search.get('runsOut') === 'true' ? { runsOut: true } : {}),
  };
}

export function readSort(search: URLSearchParams): Sort {
  return {
    id: search.get('sort') ?? 'at_risk',
    direction: search.get('direction') === 'asc' ? 'asc' : 'desc',
  };
}

/** The filter shows lines of one status alone. */
export const isOnly = ({ status }: ReorderFilter, only: ReorderStatus): boolean =>
  status?.length === 1 && status[0] === only;

export function isFiltered(filter: ReorderFilter): boolean {
  return Object.keys(filter).length > 0;
}
