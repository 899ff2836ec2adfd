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
  const share = count / bag.length;
  let taken = 0;
  let left = bag.length;
  for (let i = 0; i < bag.length; i++) {
    if (share >= 1 || random() < share) bag[taken++] = i;
    else bag[--left] = i;
  }
  return taken;
}
