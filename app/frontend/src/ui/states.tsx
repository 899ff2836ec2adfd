import type { UseQueryResult } from '@tanstack/react-query';
import { CircleAlert, Clock, type LucideIcon, RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { ApiError } from '../api/api-error.ts';
import { Button } from './button.tsx';
import { cx } from './cx.ts';

export function EmptyState({
  icon: Icon,
  title,
  children,
  action,
}: {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center px-6 py-14 text-center">
      <span className="mb-4 flex size-12 items-center justify-center rounded-xl bg-accent-soft text-accent-text">
        <Icon aria-hidden className="size-6" strokeWidth={1.5} />
      </span>
      <h2 className="text-lg font-semibold">{title}</h2>
      {children && <p className="mt-1 max-w-md text-base text-ink-2">{children}</p>}
      {action && <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}

export function ErrorState({
  error,
  retry,
  compact = false,
}: {
  readonly error: unknown;
  readonly retry?: (() => void) | undefined;
  readonly compact?: boolean;
}) {
  const known = error instanceof ApiError ? error : undefined;
  return (
    <div
      role="alert"
      className={cx('flex gap-3 rounded-xl border border-line bg-surface p-4', !compact && 'shadow-1 sm:p-5')}
    >
      <CircleAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-red" strokeWidth={1.75} />
      <div className="min-w-0 flex-1">
        <p className="font-medium">
          {known?.status === 403 ? 'Your role does not allow this' : 'This could not be loaded'}
        </p>
        <p className="mt-0.5 text-ink-2">
          {known?.message ?? 'Something in this page failed. Reload it; if it stays, tell whoever runs this.'}
        </p>
        {known?.requestId && (
          <p className="mt-2 text-xs text-ink-3">
            Request <code className="select-all">{known.requestId}</code>
          </p>
        )}
        {retry && (
          <Button className="mt-3" size="sm" icon={RotateCw} onClick={retry}>
            Try again
          </Button>
        )}
      </div>
    </div>
  );
}

export function Notice({
  tone,
  icon: Icon = Clock,
  children,
  action,
}: {
  readonly tone: 'amber' | 'red' | 'neutral';
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}) {
  const tones = {
    amber: 'bg-amber-soft text-amber',
    red: 'bg-red-soft text-red',
    neutral: 'bg-sunken text-ink-2 border border-line',
  };
  return (
    <div
      role="status"
      className={cx('flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg px-3 py-2 text-sm', tones[tone])}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      <div className="min-w-0 flex-1">{children}</div>
      {action}
    </div>
  );
}

export function Skeleton({ className }: { readonly className?: string }) {
  return <div aria-hidden className={cx('shimmer rounded-md', className)} />;
}

/** A card that is still empty: its outline stands, so that nothing jumps when it fills. */
export function SkeletonCard({ className }: { readonly className?: string }) {
  return (
    <div
      aria-hidden
      className={cx('overflow-hidden rounded-xl border border-line bg-surface p-5', className)}
    >
      <Skeleton className="h-4 w-2/5" />
      <Skeleton className="mt-3 h-3 w-1/4" />
    </div>
  );
}

/** Shapes of what is coming; they wait 150 ms, so that a fast answer never flickers. */
export function Loading({
  children,
  label = 'Loading',
}: {
  readonly children: ReactNode;
  readonly label?: string;
}) {
  return (
    <div role="status" aria-busy="true" aria-label={label} className="appear-late">
      {children}
    </div>
  );
}

export function SkeletonRows({ rows = 8 }: { readonly rows?: number }) {
  return (
    <div className="divide-y divide-line">
      {Array.from({ length: rows }, (_, row) => `row-${row}`).map((key, row) => (
        <div key={key} className="flex items-center gap-4 px-4 py-3">
          <Skeleton className={cx('h-4', ['w-1/3', 'w-1/4', 'w-2/5'][row % 3])} />
          <Skeleton className="ml-auto h-4 w-16" />
          <Skeleton className="h-4 w-20" />
        </div>
      ))}
    </div>
  );
}

/** The states of one query, in order: failed without anything to show, waiting, there (perhaps stale). */
export function QueryView<T>({
  query,
  skeleton,
  children,
}: {
  readonly query: Pick<UseQueryResult<T>, 'data' | 'error' | 'refetch'>;
  readonly skeleton: ReactNode;
  readonly children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) {
    return (
      <>
        {query.error && (
          <div className="mb-4">
            <Notice
              tone="amber"
              action={
                <Button size="sm" onClick={() => query.refetch()}>
                  Try again
                </Button>
              }
            >
              This is what was here last: the newest figures could not be loaded. {query.error.message}
            </Notice>
          </div>
        )}
        {children(query.data)}
      </>
    );
  }
  if (query.error) return <ErrorState error={query.error} retry={() => query.refetch()} />;
  return <Loading>{skeleton}</Loading>;
}
