import type { ExplorerFilter } from '../../api/queries.ts';
import type { Sort } from '../../ui/table/column.ts';

const sorts = ['name', 'next28', 'sold', 'change', 'wape'];

/** The order that the address asks for; one that does not exist is none. */
export function readExplorerSort(search: URLSearchParams): Sort | undefined {
  const id = sorts.find((known) => known === search.get('sort'));
  return id ? { id, direction: search.get('direction') === 'asc' ? 'asc' : 'desc' } : undefined;
}

export function readFilter(search: URLSearchParams): ExplorerFilter {
  const sort = readExplorerSort(search);
  const locationId = Number(search.get('locationId'));
  return {
    locationId: Number.isInteger(locationId) && locationId > 0 ? locationId : undefined,
    category: search.get('category') ?? undefined,
    search: search.get('search') || undefined,
    sort: sort?.id,
    direction: sort?.direction,
  };
}

interface Node {
  readonly locationId: number | null;
  readonly category: string | null;
}

function address(path: string, node: Node): string {
  const search = new URLSearchParams();
  if (node.locationId !== null) search.set('locationId', String(node.locationId));
  if (node.category !== null) search.set('category', node.category);
  return `${path}${search.size > 0 ? `?${search}` : ''}`;
}

/** The address of a node of the tree; the search and order of the level above stay behind. */
export const nodeSearch = (node: Node): string => address('/forecast', node);

/** The page that tries a change on all items of a node. */
export const scenarioSearch = (node: Node): string => address('/scenarios', node);
