import type { QualityFinding } from '@ordernimbus/contracts';
import { countOverlap, type RowsSource, type WorkSettings } from '@ordernimbus/importers';

/**
 * Totals of weeks or months of which a file of single days replaces some: the others keep their share of the total, so that
 * sales of one time would count twice.
 */
export async function describeCoarse(
  changed: RowsSource,
  others: readonly RowsSource[],
  work: WorkSettings,
): Promise<QualityFinding[]> {
  const coarse = others.filter(({ layout, rowPeriod }) => layout === 'long' && rowPeriod !== 'day');
  if (changed.rowPeriod !== 'day' || coarse.length === 0) return [];
  const days = await countOverlap(changed, coarse, work);
  if (days === 0) return [];
  return [
    {
      id: 'parts_of_totals',
      severity: 'warning',
      title: 'An earlier file has totals of weeks or months of the same time',
      detail: `${days.toLocaleString('en')} of their ${days === 1 ? 'days is' : 'days are'} replaced by this file, and the other days keep their share of the total. If this file has all sales of that time, take the earlier import back first; otherwise they count twice.`,
      count: days,
    },
  ];
}
