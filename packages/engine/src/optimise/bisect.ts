/** Enough for the twelfth digit of an interval. */
const HALVINGS = 40;

/** Where `isBelow` turns from true to false between `low` and `high`; the end that is nearer where it does not. */
export function bisect(isBelow: (x: number) => boolean, low: number, high: number): number {
  let [from, to] = [low, high];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (from + to) / 2;
    if (isBelow(middle)) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
}
