import type { ExplorerFilter } from '../../api/queries.ts';

export function readFilter(search: URLSearchParams): ExplorerFilter {
  const locationId = Number(search.get('locationId'));
  return {
    locationId: Number.isInteger(locationId) && locationId > 0 ? locationId : undefined,
    category: search.get('category') ?? undefined,
    search: search.get('search') || undefined,
    sort: search.get('sort') ?? undefined,
  };
}

/** The address of a node of the tree; the search and order of the level above stay behind. */
export function nodeSearch(node: { locationId: number | null; category: string | null }): string {
  const search = new URLSearchParams();
  if (node.locationId !== null) search.set('locationId', String(node.locationId));
  if (node.category !== null) search.set('category', node.category);
  return `/forecast${search.size > 0 ? `?${search}` : ''}`;
}
