import { ChevronDown } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { cx } from './cx.ts';

const box =
  'w-full rounded-lg border border-line-strong/50 bg-surface text-ink placeholder:text-ink-3 shadow-1 hover:border-line-strong focus-visible:outline-2 focus-visible:outline-offset-0 aria-invalid:border-red disabled:bg-sunken disabled:text-ink-3';

interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly hideLabel?: boolean;
  readonly children: (ids: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }) => ReactNode;
}

/** A label, its control, a hint and what is wrong with it, tied together for screen readers. */
export function Field({ label, hint, error, hideLabel, children }: FieldProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className="min-w-0">
      <label htmlFor={id} className={cx('mb-1 block text-sm font-medium text-ink', hideLabel && 'sr-only')}>
        {label}
      </label>
      {children({
        id,
        ...(described ? { 'aria-describedby': described } : {}),
        ...(error ? { 'aria-invalid': true as const } : {}),
      })}
      {hint && (
        <p id={`${id}-hint`} className="mt-1 text-xs text-ink-3">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="mt-1 text-xs font-medium text-red">
          {error}
        </p>
      )}
    </div>
  );
}

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input {...rest} className={cx(box, 'h-9 px-3 text-base', className)} />;
}

export function Select({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <span className={cx('relative inline-flex w-full', className)}>
      <select {...rest} className={cx(box, 'h-9 appearance-none truncate py-0 pr-8 pl-3 text-base')}>
        {children}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute top-2.5 right-2.5 size-4 text-ink-3" />
    </span>
  );
}

export function Checkbox({
  label,
  hideLabel,
  className,
  indeterminate = false,
  ...rest
}: {
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly indeterminate?: boolean;
} & ComponentProps<'input'>) {
  return (
    <label className={cx('inline-flex min-h-6 cursor-pointer items-center gap-2 text-sm', className)}>
      <input
        type="checkbox"
        {...rest}
        ref={(element) => {
          if (element) element.indeterminate = indeterminate;
        }}
        className="size-4 shrink-0 cursor-pointer rounded accent-accent"
      />
      <span className={cx(hideLabel && 'sr-only')}>{label}</span>
    </label>
  );
}

/** A short set of exclusive choices shown side by side. */
export function Segmented<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
}) {
  return (
    <fieldset
      aria-label={label}
      className="inline-flex min-w-0 rounded-lg border border-line bg-sunken p-0.5"
    >
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={value === option.value}
          onClick={() => onChange(option.value)}
          className={cx(
            'h-7 rounded-md px-2.5 text-sm font-medium',
            value === option.value ? 'bg-raised text-ink shadow-1' : 'text-ink-2 hover:text-ink',
          )}
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  );
}
