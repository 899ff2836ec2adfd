import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export type Tone = 'neutral' | 'red' | 'amber' | 'green' | 'accent';
const tones: Record<Tone, string> = {
  neutral: 'bg-sunken text-ink-2 border-line',
  red: 'bg-red-soft text-red border-transparent',
  amber: 'bg-amber-soft text-amber border-transparent',
  green: 'bg-green-soft text-green border-transparent',
  accent: 'bg-accent-soft text-accent-text border-transparent',
};

/** A status: always a word, and an icon where it has a colour. */
export function Chip({
  tone = 'neutral',
  icon: Icon,
  children,
  title,
}: {
  readonly tone?: Tone;
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
  readonly title?: string | undefined;
}) {
  return (
    <span
      title={title}
      className={cx(
        'inline-flex h-6 max-w-full items-center gap-1 rounded-md border px-1.5 text-xs font-medium whitespace-nowrap',
        tones[tone],
      )}
    >
      {Icon && <Icon aria-hidden className="size-3.5 shrink-0" strokeWidth={2} />}
      <span className="truncate">{children}</span>
    </span>
  );
}
