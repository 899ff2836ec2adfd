import { type LoaderFunctionArgs, redirect } from 'react-router';
import { meQuery } from '../api/queries.ts';
import { queryClient } from '../api/query-client.ts';
import { currentToken, refreshSession } from '../api/session.ts';

/** Nothing of a shop is asked for before the session stands; a reload restores it from the cookie. */
export async function requireSession({ request }: LoaderFunctionArgs) {
  if (currentToken() || (await refreshSession())) {
    await queryClient.ensureQueryData(meQuery);
    return null;
  }
  const { pathname, search } = new URL(request.url);
  const next = pathname + search;
  throw redirect(next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`);
}
