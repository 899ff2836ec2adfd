import type { QualityFinding } from '@ordernimbus/contracts';
import { formatMoney } from '../../ui/format/numbers.ts';

/** What the sales of a file were worth; without prices that is not known, which is not nothing. */
export const salesValue = (
  revenueMinor: number,
  findings: readonly Pick<QualityFinding, 'id'>[],
  currency: string,
): string =>
  findings.some(({ id }) => id === 'no_prices') ? 'not known' : formatMoney(revenueMinor, currency, 'whole');
