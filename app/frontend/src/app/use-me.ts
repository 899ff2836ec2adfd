import type { Scope } from '@ordernimbus/contracts';
import { useSuspenseQuery } from '@tanstack/react-query';
import { meQuery } from '../api/queries.ts';

/** Who is signed in, in which shop. The frame loads it before any screen, so it is always there. */
export function useMe() {
  const { data } = useSuspenseQuery(meQuery);
  return data;
}
export const useCurrency = () => useMe().tenant.currency;
export const useCan = (scope: Scope) => useMe().scopes.includes(scope);
