import type { ReorderStatus } from '@ordernimbus/contracts';
import { CircleAlert, CircleCheck, CircleHelp, Clock, type LucideIcon, Warehouse } from 'lucide-react';
import { Chip, type Tone } from '../../ui/chip.tsx';

interface Look {
  readonly word: string;
  readonly tone: Tone;
  readonly icon: LucideIcon;
}
export const statuses: Record<ReorderStatus, Look> = {
  order_now: { word: 'Order now', tone: 'red', icon: CircleAlert },
  order_soon: { word: 'Order soon', tone: 'amber', icon: Clock },
  ok: { word: 'Enough', tone: 'green', icon: CircleCheck },
  overstock: { word: 'Overstock', tone: 'amber', icon: Warehouse },
  no_forecast: { word: 'No forecast', tone: 'neutral', icon: CircleHelp },
  no_stock_data: { word: 'Stock unknown', tone: 'neutral', icon: CircleHelp },
};
export const statusOrder = Object.keys(statuses) as ReorderStatus[];

export function StatusChip({ status }: { readonly status: ReorderStatus }) {
  const { word, tone, icon } = statuses[status];
  return (
    <Chip tone={tone} icon={icon}>
      {word}
    </Chip>
  );
}
