/** What a `real` column holds of a number; smaller than any quantity is zero, which PostgreSQL would refuse as out of range. */
export function realValue(value: number): number {
  return Math.abs(value) < 1e-30 ? 0 : Math.fround(value);
}

/** A number array for a `real[]` column. */
export function realValues<T extends number | null>(values: readonly T[]): (number | null)[] {
  return values.map((value) => (value === null ? null : realValue(value)));
}
