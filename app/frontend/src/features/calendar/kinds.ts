import type { CalendarKind } from '@ordernimbus/contracts';
import { BadgePercent, CalendarHeart, type LucideIcon, Tag } from 'lucide-react';

export const kinds: Readonly<
  Record<CalendarKind, { readonly name: string; readonly plural: string; readonly icon: LucideIcon }>
> = {
  promotion: { name: 'Promotion', plural: 'Promotions', icon: BadgePercent },
  event: { name: 'Event', plural: 'Events', icon: CalendarHeart },
  price: { name: 'Price', plural: 'Prices', icon: Tag },
};
