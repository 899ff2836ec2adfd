/**
 * Units to order: at least what is needed and at least the minimum, in whole packs.
 * @param needed units; 0 or less gives 0
 * @param packSize units of a pack, above 0; null means single units (whole numbers)
 * @param minimumQuantity units; null means none
 * @returns the smallest multiple of the pack that is enough; a thousandth of a millionth of a pack too much is rounding
 */
export function computeOrderQuantity(
  needed: number,
  packSize: number | null,
  minimumQuantity: number | null,
): number {
  if (!(needed > 0)) return 0;
  const pack = packSize ?? 1;
  const wanted = Math.max(needed, minimumQuantity ?? 0);
  const packs = Math.max(1, Math.ceil(wanted / pack - 1e-9));
  // 3 packs of 0.1 are 0.3, not 0.30000000000000004
  return Number((packs * pack).toPrecision(15));
}
