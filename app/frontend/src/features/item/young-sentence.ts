import { plural } from '../../ui/format/numbers.ts';

/** What stands in for the past of an item of which so many days are known. */
export function youngSentence(days: number): string {
  const known = days === 1 ? 'it is' : 'they are';
  return `Only ${plural(days, 'day')} of this item ${days === 1 ? 'is' : 'are'} known: what ${known} worth is read from the first days of other items.`;
}
