import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { IconButton } from './button.tsx';
import { cx } from './cx.ts';
import { focusBack } from './focus-trail.ts';

interface PanelProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
}

/** The first field of a form rather than the button that closes it; without one, the panel itself. */
function focusFirstField(event: Event): void {
  const panel = event.currentTarget as HTMLElement;
  const fields = ':is(input, select, textarea):not(:disabled, [tabindex="-1"])';
  event.preventDefault();
  (panel.querySelector<HTMLElement>(fields) ?? panel).focus();
}

/** What is opened to be read asks for nothing yet: on a phone a field would bring the keyboard up over it. */
function focusPanel(event: Event): void {
  event.preventDefault();
  (event.currentTarget as HTMLElement).focus();
}

/** Radix knows only a trigger of its own to give the focus back to; these are opened from anywhere. */
export function focusOpener(event: Event): void {
  event.preventDefault();
  focusBack();
}

function Panel({
  open,
  onClose,
  title,
  description,
  children,
  footer,
  className,
  onOpenAutoFocus,
}: PanelProps & { className: string; onOpenAutoFocus: (event: Event) => void }) {
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fade-in fixed inset-0 z-50 bg-scrim" />
        <Radix.Content
          onOpenAutoFocus={onOpenAutoFocus}
          onCloseAutoFocus={focusOpener}
          className={cx('fixed z-50 flex flex-col bg-raised shadow-2 outline-none', className)}
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
          <div className="flex items-start gap-3 border-b border-line px-5 py-4">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-lg font-semibold break-words">{title}</Radix.Title>
              {description && (
                <Radix.Description asChild>
                  <div className="mt-0.5 text-sm text-ink-2">{description}</div>
                </Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <IconButton label="Close" icon={X} className="-mr-2" />
            </Radix.Close>
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
          <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto px-5 py-4">
            {children}
          </div>
          {footer && <div className="flex justify-end gap-2 border-t border-line px-5 py-3">{footer}</div>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export function Dialog(props: PanelProps) {
  return (
    <Panel
      {...props}
      onOpenAutoFocus={focusFirstField}
      className="fade-in top-1/2 left-1/2 max-h-[85dvh] w-[min(520px,calc(100vw-32px))] -translate-x-1/2 -translate-y-1/2 rounded-xl"
    />
  );
}

/** Opens at the side, so that the list behind keeps its place. */
export function Drawer(props: PanelProps) {
  return (
    <Panel
      {...props}
      onOpenAutoFocus={focusPanel}
      className="slide-in inset-y-0 right-0 w-[min(560px,100vw)]"
    />
  );
}
