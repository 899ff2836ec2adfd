/** A series as a sentence names it: its item, and its location where the file has any. */
export const seriesName = (item: unknown, location: unknown): string =>
  [item, location].flatMap((text) => (text ? [String(text)] : [])).join(' at ');
