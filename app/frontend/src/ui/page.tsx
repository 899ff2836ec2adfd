import { type ReactNode, useEffect, useId } from 'react';
import { cx } from './cx.ts';

/** A screen: its title, one line of context, at most one primary action. */
export function Page({
  title,
  context,
  actions,
  breadcrumb,
  children,
  documentTitle,
}: {
  readonly title: ReactNode;
  readonly documentTitle?: string;
  readonly context?: ReactNode;
  readonly actions?: ReactNode;
  readonly breadcrumb?: ReactNode;
  readonly children: ReactNode;
}) {
  const named = documentTitle ?? (typeof title === 'string' ? title : 'OrderNimbus');
  useEffect(() => {
    document.title = `${named} · OrderNimbus`;
  }, [named]);
  return (
    <div className="mx-auto w-full max-w-[1440px] px-4 pt-5 pb-10 sm:px-6 sm:pt-6 sm:pb-12">
      {breadcrumb && <div className="mb-2 print:hidden">{breadcrumb}</div>}
      <div className="mb-5 flex flex-wrap items-start justify-between gap-x-6 gap-y-3 sm:mb-6">
        <div className="min-w-0 max-w-full">
          {/* takes the focus when what had it is gone */}
          <h1 tabIndex={-1} className="text-xl font-semibold tracking-[-0.01em] break-words">
            {title}
          </h1>
          {context && <div className="mt-1 text-base text-ink-2">{context}</div>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2 print:hidden">{actions}</div>}
      </div>
      {children}
    </div>
  );
}

export function Card({
  title,
  context,
  actions,
  children,
  className,
  flush = false,
}: {
  readonly title?: ReactNode;
  readonly context?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
  /** content reaches the edges, as tables and lists do */
  readonly flush?: boolean;
}) {
  const id = useId();
  return (
    <section
      aria-labelledby={title ? id : undefined}
      className={cx('min-w-0 rounded-xl border border-line bg-surface shadow-1', className)}
    >
      {(title || actions) && (
        <div
          className={cx(
            'flex flex-wrap items-start justify-between gap-3 px-4 pt-4 sm:px-5',
            flush && 'pb-3',
          )}
        >
          <div className="min-w-0 flex-1 basis-48">
            <h2 id={id} className="text-lg font-semibold tracking-[-0.005em]">
              {title}
            </h2>
            {context && <p className="mt-0.5 text-sm text-ink-2">{context}</p>}
          </div>
          {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </div>
      )}
      <div className={flush ? undefined : 'px-4 py-4 sm:px-5'}>{children}</div>
    </section>
  );
}

/** Name and value pairs, set like a receipt. */
export function Facts({ facts }: { readonly facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="divide-y divide-line text-sm">
      {facts.map(([name, value]) => (
        <div key={name} className="flex items-baseline justify-between gap-4 py-2">
          <dt className="text-ink-2">{name}</dt>
          <dd className="num text-right font-medium">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
