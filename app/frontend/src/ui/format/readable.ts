import { dayToMs, formatDay } from './dates.ts';
import { formatPercent } from './numbers.ts';

/** A sentence of the API with its days (2011-09-30) and shares (2.7 %) written as everywhere else on the screen. */
export function readable(sentence: string): string {
  return sentence
    .replace(/\b\d{4}-\d{2}-\d{2}\b/g, (day) => (Number.isNaN(dayToMs(day)) ? day : formatDay(day)))
    .replace(/\b(\d+(?:\.\d+)?) %/g, (_, share: string) => formatPercent(Number(share) / 100, 1));
}
