import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { ButtonLink } from './button.tsx';
import { EmptyState } from './states.tsx';

/** What a screen shows that has nothing to show until sales are in, and the way to bring them in. */
export function NeedsSales({
  icon,
  title,
  children,
}: {
  readonly icon: LucideIcon;
  readonly title: string;
  /** what will stand here */
  readonly children: ReactNode;
}) {
  return (
    <EmptyState
      icon={icon}
      title={title}
      action={
        <ButtonLink to="/data" variant="primary">
          Import sales
        </ButtonLink>
      }
    >
      {children}
    </EmptyState>
  );
}
