import { useQueryClient } from '@tanstack/react-query';

/** To be called after a change of entries or holidays: the forecast is stale from now on, and charts have other marks. */
export function useCalendarChanged(): () => Promise<unknown> {
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ['calendar'] }),
      client.invalidateQueries({ queryKey: ['freshness'] }),
    ]);
}
