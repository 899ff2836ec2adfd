import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { locationsQuery } from '../api/queries.ts';

/** Names of the locations by id, to tell lines of one item apart; empty where there is only one to be at. */
export function usePlaceNames(): ReadonlyMap<number, string> {
  const { data } = useQuery(locationsQuery);
  return useMemo(() => {
    const locations = data?.items ?? [];
    return new Map(locations.length > 1 ? locations.map(({ locationId, name }) => [locationId, name]) : []);
  }, [data]);
}
