import { formatMoney, plural } from '../../ui/format/numbers.ts';

/**
 * A sum of money to which some lines add nothing because it is not known: never a zero that means "unknown".
 * @param word what is not known of those lines
 */
export function knownMoney(
  minor: number,
  currency: string,
  { lines, word }: { readonly lines: number; readonly word: 'cost unknown' | 'price unknown' },
): string {
  if (lines > 0 && minor === 0) return word;
  const sum = formatMoney(minor, currency, 'whole');
  return lines > 0 ? `${sum} (${word} in ${plural(lines, 'line')})` : sum;
}
