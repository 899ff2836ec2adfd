import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { Link, type LinkProps } from 'react-router';
import { cx } from './cx.ts';

type Variant = 'primary' | 'secondary' | 'ghost' | 'danger';
type Size = 'sm' | 'md' | 'lg';

const variants: Record<Variant, string> = {
  primary:
    'bg-accent text-accent-ink hover:bg-accent-strong shadow-1 disabled:bg-line disabled:text-ink-3 aria-disabled:bg-line aria-disabled:text-ink-3',
  secondary:
    'bg-surface text-ink border border-line hover:bg-sunken shadow-1 disabled:text-ink-3 disabled:bg-sunken aria-disabled:text-ink-3 aria-disabled:bg-sunken',
  ghost: 'text-ink-2 hover:bg-sunken hover:text-ink disabled:text-ink-3 aria-disabled:text-ink-3',
  danger:
    'bg-surface text-red border border-line hover:bg-red-soft shadow-1 disabled:text-ink-3 aria-disabled:text-ink-3',
};
const sizes: Record<Size, string> = {
  sm: 'h-7 px-2.5 text-sm gap-1.5',
  md: 'h-8 px-3 text-sm gap-1.5',
  lg: 'h-10 px-4 text-base gap-2',
};

export function buttonClass(variant: Variant = 'secondary', size: Size = 'md', className?: string): string {
  return cx(
    'inline-flex items-center justify-center rounded-lg font-medium whitespace-nowrap transition-colors duration-100 select-none',
    variants[variant],
    sizes[size],
    className,
  );
}

interface Look {
  readonly variant?: Variant;
  readonly size?: Size;
  readonly icon?: LucideIcon;
  readonly children?: ReactNode;
}

export function Button({
  variant,
  size,
  icon: Icon,
  className,
  children,
  busy = false,
  onClick,
  ...rest
}: Look & { readonly busy?: boolean } & ComponentProps<'button'>) {
  return (
    <button
      type="button"
      {...rest}
      // not disabled while it works: that would take the focus from it for good
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={buttonClass(variant, size, className)}
    >
      {Icon && <Icon aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />}
      {children}
    </button>
  );
}

export function ButtonLink({ variant, size, icon: Icon, className, children, ...rest }: Look & LinkProps) {
  return (
    <Link {...rest} className={buttonClass(variant, size, className)}>
      {Icon && <Icon aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />}
      {children}
    </Link>
  );
}

export function IconButton({
  label,
  icon: Icon,
  className,
  ...rest
}: { readonly label: string; readonly icon: LucideIcon } & Omit<ComponentProps<'button'>, 'children'>) {
  return (
    <button
      type="button"
      title={label}
      {...rest}
      aria-label={label}
      className={cx(
        'inline-flex size-8 shrink-0 items-center justify-center rounded-lg text-ink-2 transition-colors duration-100 hover:bg-sunken hover:text-ink disabled:text-ink-3',
        className,
      )}
    >
      <Icon aria-hidden className="size-4" strokeWidth={1.75} />
    </button>
  );
}

export function TextLink({ className, ...rest }: LinkProps) {
  return (
    <Link
      {...rest}
      className={cx('font-medium text-accent-text underline-offset-2 hover:underline', className)}
    />
  );
}
