/**
 * A one-dimensional `real[]` from the bytes of `array_send`: number of dimensions, flags, element type, size and lower
 * bound, then length and big-endian value of each element. Writing decimal digits took the server three
 * quarters of the time of reading them (docs/adr/0011).
 */
export function readRealArray(bytes: Buffer): Float64Array {
  if (bytes.readInt32BE(0) === 0) return new Float64Array(0);
  const size = bytes.readInt32BE(12);
  const values = new Float64Array(size);
  for (let i = 0, at = 20; i < size; i++, at += 8) values[i] = bytes.readFloatBE(at + 4);
  return values;
}
