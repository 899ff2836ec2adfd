import { formatPercent } from '../../ui/format/numbers.ts';

/** What following the year before makes of the models that have no memory of one; `factor` 1.2 = a fifth more. */
export function yearSentence(factor: number): string {
  const change = Math.abs(factor - 1);
  const words = change < 0.005 ? 'about as much' : `${formatPercent(change)} ${factor > 1 ? 'more' : 'less'}`;
  return `The models of this item alone follow its year before: ${words} over all days than without.`;
}
