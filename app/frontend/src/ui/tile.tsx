import { ArrowUpRight, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { cx } from './cx.ts';

/** One figure that leads to what is behind it. */
export function Tile({
  to,
  label,
  value,
  detail,
  icon: Icon,
  tone = 'neutral',
}: {
  readonly to: string;
  readonly label: string;
  readonly value: ReactNode;
  readonly detail: ReactNode;
  readonly icon: LucideIcon;
  readonly tone?: 'neutral' | 'red' | 'amber' | 'green' | 'forecast';
}) {
  const colours = {
    neutral: 'text-ink-3',
    red: 'text-red',
    amber: 'text-amber',
    green: 'text-green',
    forecast: 'text-forecast',
  };
  return (
    <Link
      to={to}
      className="group flex min-w-0 flex-col rounded-xl border border-line bg-surface p-4 shadow-1 transition-colors duration-100 hover:border-line-strong sm:p-5"
    >
      <span className="flex items-center gap-2 text-sm font-medium text-ink-2">
        <Icon aria-hidden className={cx('size-4 shrink-0', colours[tone])} strokeWidth={1.75} />
        <span className="min-w-0 flex-1">{label}</span>
        <ArrowUpRight
          aria-hidden
          className="size-4 shrink-0 text-ink-3 opacity-0 transition-opacity duration-100 group-hover:opacity-100 group-focus-visible:opacity-100"
        />
      </span>
      <span className="num mt-auto pt-3 text-lg font-semibold tracking-[-0.02em] sm:text-2xl">{value}</span>
      <span className="mt-1 text-sm text-ink-2 text-pretty">{detail}</span>
    </Link>
  );
}
