import type { Session } from '@ordernimbus/contracts';
import { errorOfAnswer, offlineError } from './api-error.ts';

/** The access token lives in this variable and nowhere else; the refresh token is a cookie scripts cannot read. */
let accessToken: string | undefined;
let refreshing: Promise<boolean> | undefined;
const signedOutListeners = new Set<() => void>();

export const currentToken = () => accessToken;
export const keepSession = (session: Session) => {
  accessToken = session.accessToken;
};
export function forgetSession(): void {
  accessToken = undefined;
  for (const listener of signedOutListeners) listener();
}
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

async function requestRefresh(tenantId: string | undefined): Promise<boolean> {
  const response = await fetch('/v1/auth/refresh', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(tenantId ? { tenantId } : {}),
  }).catch(() => {
    throw offlineError();
  });
  if (response.ok) {
    keepSession((await response.json()) as Session);
    return true;
  }
  if (response.status === 401 || response.status === 403) {
    accessToken = undefined;
    return false;
  }
  throw errorOfAnswer(response.status, await response.text(), response.headers.get('x-request-id'));
}

/**
 * One refresh at a time, in this tab and across tabs: the refresh token rotates, and presenting the same one
 * twice looks like theft to the server, which then ends the session.
 */
export function refreshSession(tenantId?: string): Promise<boolean> {
  refreshing ??= (
    'locks' in navigator
      ? navigator.locks.request('ordernimbus.refresh', () => requestRefresh(tenantId))
      : requestRefresh(tenantId)
  ).finally(() => {
    refreshing = undefined;
  });
  return refreshing;
}
