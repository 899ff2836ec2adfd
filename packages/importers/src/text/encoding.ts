import { isUtf8 } from 'node:buffer';
import { ServiceError } from '@ordernimbus/contracts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** From the first bytes: byte order mark, or where the zero bytes of UTF-16 lie; UTF-8 until a byte speaks against it. */
export function sniffEncoding(head: Buffer): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const length = Math.min(head.length, 4096) & ~1;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < length; i += 2) {
    if (head[i] === 0) even++;
    if (head[i + 1] === 0) odd++;
  }
  const pairs = length / 2;
  if (pairs >= 4 && odd > pairs * 0.6 && even < pairs * 0.1) return 'utf-16le';
  if (pairs >= 4 && even > pairs * 0.6 && odd < pairs * 0.1) return 'utf-16be';
  if (even + odd > Math.max(2, length * 0.01)) {
    throw new ServiceError(
      'unsupported_file',
      'This is a binary file, not CSV text. Export the sales as CSV.',
    );
  }
  return isUtf8(head.subarray(0, lastWholeCharacter(head))) ? 'utf-8' : 'windows-1252';
}

/** Length without a UTF-8 sequence that is cut off at the end. */
function lastWholeCharacter(bytes: Uint8Array): number {
  const end = bytes.length;
  for (let back = 1; back <= Math.min(4, end); back++) {
    const byte = bytes[end - back] as number;
    if (byte < 0x80) return end;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needed > back ? end - back : end;
    }
  }
  return end;
}

/** Thrown inside a pass that took the file for UTF-8 and met a byte that is not; the pass starts again. */
export class NotUtf8 extends Error {}

/** Exports of databases pad cells with the character NUL, which no text of the database may hold: a space stands in. */
export const withoutNul = (text: string): string => text.replaceAll('\0', ' ');

const withoutNulBytes = (bytes: Buffer): Buffer =>
  bytes.includes(0) ? Buffer.from(bytes.map((byte) => byte || 0x20)) : bytes;

/** Pieces of bytes to pieces of UTF-8 without a byte order mark and without NUL. */
export async function* toUtf8(source: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<Buffer> {
  if (encoding !== 'utf-8') {
    const decoder = new TextDecoder(encoding);
    for await (const chunk of source) {
      yield withoutNulBytes(Buffer.from(decoder.decode(chunk, { stream: true })));
    }
    yield withoutNulBytes(Buffer.from(decoder.decode()));
    return;
  }
  let rest: Buffer = Buffer.alloc(0);
  let first = true;
  for await (const chunk of source) {
    let bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    if (first && bytes.length >= 3) {
      first = false;
      if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) bytes = bytes.subarray(3);
    }
    const whole = lastWholeCharacter(bytes);
    rest = Buffer.from(bytes.subarray(whole));
    const piece = bytes.subarray(0, whole);
    if (!isUtf8(piece)) throw new NotUtf8();
    yield withoutNulBytes(piece);
  }
  if (rest.length > 0) throw new NotUtf8();
}
