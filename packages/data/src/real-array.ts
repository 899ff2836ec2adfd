/** Bytes before the first element: number of dimensions, flags, element type, size and lower bound. */
const headBytes = 20;
/** Bytes of an element: its length, then its value. */
const elementBytes = 8;

/**
 * One-dimensional `real[]` from `encode(array_send(values), 'base64')`, null for null; all values stand in one piece of
 * memory. Writing decimal digits took the server three quarters of the time of reading them (docs/adr/0011); hexadecimal
 * ones, as bytes travel by themselves, are half as long again; and an array of its own for each of 100,000 lines kept the
 * collector busy (docs/adr/0030).
 */
export function readRealArrays(texts: readonly (string | null)[]): (Float64Array | null)[] {
  const mostBytes = (text: string | null): number => (text === null ? 0 : Math.ceil(text.length / 4) * 3);
  let most = 0;
  let room = 0;
  for (const text of texts) {
    const bytes = mostBytes(text);
    most = Math.max(most, bytes);
    room += Math.ceil(bytes / elementBytes);
  }
  const bytes = Buffer.allocUnsafe(most);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float64Array(room);
  let next = 0;
  return texts.map((text) => {
    if (text === null) return null;
    bytes.write(text, 'base64');
    const size = view.getInt32(0) === 0 ? 0 : view.getInt32(12);
    const from = next;
    next += size;
    for (let i = from, at = headBytes + 4; i < next; i++, at += elementBytes) values[i] = view.getFloat32(at);
    return values.subarray(from, next);
  });
}
