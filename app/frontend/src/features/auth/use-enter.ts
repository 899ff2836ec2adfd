import type { Session } from '@ordernimbus/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearchParams } from 'react-router';
import { request } from '../../api/request.ts';
import { keepSession } from '../../api/session.ts';

/** Where to go after signing in: only inside this site, never to another. */
export function safeNext(next: string | null): string {
  return next?.startsWith('/') && !next.startsWith('//') && !next.startsWith('/\\') ? next : '/';
}

/** Any of the ways in: the answer is a session, then the page that was wanted. */
export function useEnter<Input>(path: string) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  return useMutation({
    mutationFn: (body: Input) => request<Session>(path, { method: 'POST', body, anonymous: true }),
    onSuccess: async (session) => {
      client.clear();
      keepSession(session);
      await navigate(safeNext(search.get('next')), { replace: true });
    },
  });
}
