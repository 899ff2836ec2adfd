/** Writes `count` of the features to `out`, in their order; returns how many. */
export function drawFeatures(from: Int32Array, out: Int32Array, count: number, random: () => number): number {
  if (count >= from.length) {
    out.set(from);
    return from.length;
  }
  let taken = 0;
  for (let i = 0; i < from.length; i++) {
    if (random() * (from.length - i) < count - taken) out[taken++] = from[i];
  }
  return taken;
}

/** Fills the bag with about `count` of the rows, in their order, and the others behind them; returns how many are in. */
export function drawBag(bag: Int32Array, count: number, random: () => number): number {
  const threshold = Math.round((65_536 * count) / bag.length);
  // A generator of its own (xorshift32, Marsaglia 2003), whose state stays in a register; each number decides on two rows.
  let bits = Math.floor(2 ** 32 * random()) | 1;
  let taken = 0;
  let left = bag.length;
  for (let i = 0; i < bag.length; i++) {
    if ((i & 1) === 0) {
      bits ^= bits << 13;
      bits ^= bits >>> 17;
      bits ^= bits << 5;
    }
    const isIn = ((i & 1) === 0 ? bits & 65_535 : bits >>> 16) < threshold ? 1 : 0;
    // Written to both ends and counted at one, as rows are parted: which way a row goes cannot be guessed.
    bag[taken] = i;
    bag[left - 1] = i;
    taken += isIn;
    left -= 1 - isIn;
  }
  return taken;
}
