import type { ExtraordinarySale } from '@ordernimbus/contracts';
import { formatDay } from '../../ui/format/dates.ts';
import { formatUnits } from '../../ui/format/numbers.ts';
import { Notice } from '../../ui/states.tsx';

/** Sales so far beyond all others that the forecast was learned as if they had been smaller. */
export function Extraordinary({ sales }: { readonly sales: readonly ExtraordinarySale[] }) {
  if (sales.length === 0) return null;
  const list = sales.map(({ day, quantity }) => `${formatUnits(quantity)} on ${formatDay(day)}`).join(', ');
  const [first] = sales;
  return (
    <div className="mt-4">
      <Notice tone="amber">
        {list}: more than ten times the largest of all other days. The forecast counts{' '}
        {sales.length > 1 ? 'each' : 'it'} as {formatUnits(first?.taken)}, so that one such order does not
        raise the days to come.
      </Notice>
    </div>
  );
}
