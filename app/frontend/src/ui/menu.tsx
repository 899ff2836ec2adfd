import { Check, type LucideIcon } from 'lucide-react';
import { DropdownMenu, Popover as RadixPopover } from 'radix-ui';
import type { ReactNode } from 'react';

const surface = 'fade-in z-50 rounded-xl border border-line bg-raised p-1 shadow-2';
const row =
  'flex min-h-8 cursor-pointer items-center gap-2 rounded-lg px-2.5 py-1 text-sm text-ink outline-none select-none data-[disabled]:cursor-not-allowed data-[disabled]:text-ink-3 data-[highlighted]:bg-sunken';

export function Menu({
  trigger,
  children,
  align = 'end',
}: {
  readonly trigger: ReactNode;
  readonly children: ReactNode;
  readonly align?: 'start' | 'end';
}) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className={`${surface} max-h-[70dvh] min-w-52 overflow-y-auto`}
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

export function MenuItem({
  icon: Icon,
  children,
  onSelect,
  disabled = false,
}: {
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
  readonly onSelect: () => void;
  readonly disabled?: boolean;
}) {
  return (
    <DropdownMenu.Item className={row} onSelect={onSelect} disabled={disabled}>
      {Icon && <Icon aria-hidden className="size-4 text-ink-3" strokeWidth={1.75} />}
      {children}
    </DropdownMenu.Item>
  );
}

export function MenuCheck({
  checked,
  children,
  onChange,
  disabled = false,
  closes = false,
}: {
  readonly checked: boolean;
  readonly children: ReactNode;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
  /** one choice ends it; otherwise the menu stays for the next */
  readonly closes?: boolean;
}) {
  return (
    <DropdownMenu.CheckboxItem
      className={row}
      checked={checked}
      disabled={disabled}
      onCheckedChange={onChange}
      onSelect={(event) => closes || event.preventDefault()}
    >
      <span className="flex size-4 items-center justify-center">
        <DropdownMenu.ItemIndicator>
          <Check aria-hidden className="size-4 text-accent-text" />
        </DropdownMenu.ItemIndicator>
      </span>
      {children}
    </DropdownMenu.CheckboxItem>
  );
}

export function MenuLabel({ children }: { readonly children: ReactNode }) {
  return (
    <DropdownMenu.Label className="px-2.5 pt-2 pb-1 text-xs font-medium text-ink-3">
      {children}
    </DropdownMenu.Label>
  );
}
export const MenuSeparator = () => <DropdownMenu.Separator className="my-1 h-px bg-line" />;

export function Popover({
  trigger,
  children,
  label,
}: {
  readonly trigger: ReactNode;
  readonly children: ReactNode;
  readonly label: string;
}) {
  return (
    <RadixPopover.Root>
      <RadixPopover.Trigger asChild>{trigger}</RadixPopover.Trigger>
      <RadixPopover.Portal>
        <RadixPopover.Content
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label={label}
          className={`${surface} w-[min(340px,calc(100vw-16px))] p-4 outline-none`}
        >
          {children}
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  );
}
