import type { ReactNode } from 'react';

/** A part that scrolls by itself, named and reachable by keyboard. */
export function ScrollRegion({
  label,
  className,
  children,
}: {
  readonly label: string;
  readonly className: string;
  readonly children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling part must take the focus to be scrolled by keys
    <section tabIndex={0} aria-label={label} className={className}>
      {children}
    </section>
  );
}
