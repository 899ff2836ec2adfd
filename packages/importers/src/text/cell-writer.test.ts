import { expect, it } from 'vitest';
import type { PeriodColumn } from '../wide/index.ts';
import { CellWriter } from './cell-writer.ts';

const periods = ['2024-01-01', '2024-02-01'].map(
  (date, at): PeriodColumn => ({ unit: 'month', date, header: date, index: 1 + 2 * at }),
);
// sku, January, name, February
const pieces = (writer: CellWriter, lines: string): string[] =>
  Array.from(writer.push(Buffer.from(lines)), (piece) => piece.toString());
const written = (lines: string): string => pieces(new CellWriter(4, [0, 2], periods), lines).join('');

it('writes a line for each filled cell, with the fields of its record', () => {
  expect(written('2\t\tA\t1\ttea\t2\n3\t\tB\t  \tcup\t x\n4\t\tC\t\t\t\n')).toBe(
    '2\t\tA\ttea\t2024-01-01\t1\n2\t\tA\ttea\t2024-02-01\t2\n3\t\tB\tcup\t2024-02-01\t x\n',
  );
  expect(written('')).toBe('');
  expect(written('5\t\tD\t -\ttea\tN/A\n6\t\tE\t-1\ttea\t0\n')).toBe(
    '6\t\tE\ttea\t2024-01-01\t-1\n6\t\tE\ttea\t2024-02-01\t0\n',
  );
});

it('keeps a faulty record as one line without a date', () => {
  expect(written('7\tcolumns\tA\t1\ttea\t2\n')).toBe('7\tcolumns\tA\ttea\t\t\n');
});

it('gives what it has written away in pieces, whole lines each', () => {
  const name = 'n'.repeat(1000);
  const writer = new CellWriter(4, [0, 2], periods);
  const lines = Array.from({ length: 2000 }, (_, at) => `${at}\t\tA${at}\t1\t${name}\t2\n`).join('');
  const given = pieces(writer, lines);
  expect(given.length).toBeGreaterThan(2);
  expect(given.every((piece) => piece.endsWith('\n') && piece.length < 1.1 * 2 ** 20)).toBe(true);
  const out = given.join('').trimEnd().split('\n');
  expect(out).toHaveLength(4000);
  expect(out[3999]).toBe(`1999\t\tA1999\t${name}\t2024-02-01\t2`);
});
