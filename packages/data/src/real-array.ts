/**
 * A one-dimensional `real[]` from `encode(array_send(values), 'base64')`: number of dimensions, flags, element type, size
 * and lower bound, then length and big-endian value of each element. Writing decimal digits took the server three quarters
 * of the time of reading them (docs/adr/0011); hexadecimal ones, as bytes travel by themselves, are half as long again.
 */
export function readRealArray(text: string): Float64Array {
  const bytes = Buffer.from(text, 'base64');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getInt32(0) === 0) return new Float64Array(0);
  const size = view.getInt32(12);
  const values = new Float64Array(size);
  for (let i = 0, at = 24; i < size; i++, at += 8) values[i] = view.getFloat32(at);
  return values;
}
