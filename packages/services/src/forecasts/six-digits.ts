/**
 * A number of an estimate with six significant digits: more than anybody reads from it, in less text than the digits
 * that a calculation leaves. What was counted (sales, returns) is exact and not to be rounded.
 */
export function sixDigits(value: number): number {
  // most quantiles are whole or half units, which are short already
  return Number.isInteger(2 * value) && Math.abs(value) < 100_000 ? value : Number(value.toPrecision(6));
}

/** Every number of a flat record of estimates; texts and null stay. */
export function sixDigitsIn<T extends object>(record: T): T {
  const rounded = Object.entries(record).map(([name, value]) => [
    name,
    typeof value === 'number' ? sixDigits(value) : value,
  ]);
  return Object.fromEntries(rounded) as T;
}
