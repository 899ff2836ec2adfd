import { describe, expect, it } from 'vitest';
import { readRealArrays } from './real-array.ts';

/** What `encode(array_send(values), 'base64')` gives: as PostgreSQL, with a line feed after 76 digits. */
function sent(values: readonly number[]): string {
  const bytes = Buffer.alloc(values.length === 0 ? 12 : 20 + 8 * values.length);
  bytes.writeInt32BE(values.length === 0 ? 0 : 1, 0);
  bytes.writeInt32BE(700, 8);
  if (values.length > 0) {
    bytes.writeInt32BE(values.length, 12);
    bytes.writeInt32BE(1, 16);
  }
  for (const [i, value] of values.entries()) {
    bytes.writeInt32BE(4, 20 + 8 * i);
    bytes.writeFloatBE(value, 24 + 8 * i);
  }
  return bytes.toString('base64').replace(/.{76}(?=.)/g, '$&\n');
}

describe('arrays of real numbers from the server', () => {
  it('are read one beside the other, whatever their lengths, null as null', () => {
    const arrays = [
      [1, 2.5, -3],
      [],
      Array.from({ length: 351 }, (_, i) => Math.fround(i / 7)),
      [0],
      Array.from({ length: 91 }, (_, i) => i),
    ];
    const texts = arrays.map(sent);
    const read = readRealArrays([texts[0] ?? '', null, ...texts.slice(1), null]);
    const [first, none, ...rest] = read.map((values) => values && [...values]);
    expect([first, ...rest.slice(0, -1)]).toEqual(arrays);
    expect([none, rest.at(-1)]).toEqual([null, null]);
    expect(readRealArrays([])).toEqual([]);
    expect(readRealArrays([null])).toEqual([null]);
  });
});
