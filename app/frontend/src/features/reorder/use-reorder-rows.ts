import type { ReorderFilter, ReorderLine, ReorderPage } from '@ordernimbus/contracts';
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { request } from '../../api/request.ts';
import type { Sort } from '../../ui/table/column.ts';

const pageSize = 200;
/** Rows beyond the sight that are fetched before they are scrolled to. */
const ahead = 100;

function pageQuery(filter: ReorderFilter, sort: Sort, page: number) {
  return {
    queryKey: ['reorder', 'page', filter, sort, page],
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      request<ReorderPage>('/v1/reorder', {
        signal,
        query: {
          ...filter,
          sort: sort.id,
          direction: sort.direction,
          offset: page * pageSize,
          limit: pageSize,
        },
      }),
    staleTime: 30_000,
  };
}

/** A list of any length: only the pages in sight are asked for, and jumping anywhere costs one or two of them. */
export function useReorderRows(filter: ReorderFilter, sort: Sort) {
  const head = useQuery({ ...pageQuery(filter, sort, 0), placeholderData: keepPreviousData });
  const total = head.data?.totals.lines ?? 0;
  const [range, setRange] = useState<readonly [number, number]>([0, 0]);
  const onRange = useCallback(
    (first: number, last: number) => {
      const pages = [
        Math.floor(Math.max(0, first - ahead) / pageSize),
        Math.floor(Math.min(last + ahead, Math.max(0, total - 1)) / pageSize),
      ] as const;
      setRange((now) => (now[0] === pages[0] && now[1] === pages[1] ? now : pages));
    },
    [total],
  );
  const pages = Array.from({ length: range[1] - range[0] + 1 }, (_, index) => range[0] + index);
  const parts = useQueries({
    queries: pages.map((page) => pageQuery(filter, sort, page)),
    combine: (results) => new Map(results.map(({ data }, index) => [pages[index] ?? 0, data?.lines])),
  });
  const row = (index: number): ReorderLine | undefined => {
    const page = Math.floor(index / pageSize);
    const lines = parts.get(page) ?? (page === 0 ? head.data?.lines : undefined);
    return lines?.[index - page * pageSize];
  };
  return { head, row, onRange, total };
}
