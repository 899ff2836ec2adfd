import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './api-error.ts';

/** Repeating helps only where the answer may change by itself: no connection, or a server that is not ready. */
const worthRepeating = (error: unknown) =>
  !(error instanceof ApiError) || error.status === 0 || error.status === 503;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) => failures < 1 && worthRepeating(error),
    },
  },
});
