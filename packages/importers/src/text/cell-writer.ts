import { missingWords } from '../observations/present-value.ts';
import type { PeriodColumn } from '../wide/index.ts';

const TAB = 0x09;
const LF = 0x0a;
const SPACE = 0x20;
/** Bytes from which on a piece is given away: a long description is repeated for each cell of its record. */
const PIECE = 1 << 20;

/**
 * Turns the plain lines of a wide table (see `RecordWriter`) into one line for each filled cell of its period columns: line
 * number, no fault, the record's own fields, the date of the column and the cell. A faulty record stays one line, without a
 * date and a cell. A piece at a time, in the memory of one piece: a database that turns columns into rows holds the cells
 * of thousands of records at once.
 */
export class CellWriter {
  private readonly own: readonly number[];
  private readonly periods: readonly { readonly place: number; readonly date: Buffer }[];
  /** Where the fields of a line begin, and its end. */
  private readonly starts: Int32Array;
  private out: Buffer = Buffer.allocUnsafe(1 << 20);
  private used = 0;

  /** @param columns fields of a record; @param own places of those that are no period */
  constructor(columns: number, own: readonly number[], periods: readonly PeriodColumn[]) {
    this.own = own;
    this.periods = periods.map(({ index, date }) => ({ place: index, date: Buffer.from(`\t${date}\t`) }));
    this.starts = new Int32Array(columns + 3);
  }

  /** @param lines whole lines; each piece is valid until the next one is asked for */
  *push(lines: Buffer): Generator<Buffer> {
    this.used = 0;
    for (let start = 0; start < lines.length; ) {
      const end = lines.indexOf(LF, start);
      this.writeRecord(lines, start, end);
      start = end + 1;
      if (this.used < PIECE && start < lines.length) continue;
      yield this.out.subarray(0, this.used);
      this.used = 0;
    }
  }

  private writeRecord(lines: Buffer, start: number, end: number): void {
    const { starts } = this;
    // line, fault, fields: each begins after a tab
    starts[0] = start;
    let found = 1;
    for (let at = start; at < end; at++) if (lines[at] === TAB) starts[found++] = at + 1;
    starts[found] = end + 1;
    const isFaulty = (starts[2] as number) - (starts[1] as number) > 1;
    if (isFaulty) {
      this.writeOwn(lines);
      this.write(Buffer.from('\t\t\n'), 0, 3);
      return;
    }
    for (const { place, date } of this.periods) {
      const from = starts[place + 2] as number;
      const to = (starts[place + 3] as number) - 1;
      if (isBlank(lines, from, to)) continue;
      this.writeOwn(lines);
      this.write(date, 0, date.length);
      this.write(lines, from, to);
      this.reserve(1);
      this.out[this.used++] = LF;
    }
  }

  /** Line, fault and the record's own fields. */
  private writeOwn(lines: Buffer): void {
    const { starts } = this;
    this.write(lines, starts[0] as number, (starts[2] as number) - 1);
    for (const place of this.own) {
      // with the tab before it
      this.write(lines, (starts[place + 2] as number) - 1, (starts[place + 3] as number) - 1);
    }
  }

  private write(from: Buffer, start: number, end: number): void {
    this.reserve(end - start);
    this.used += from.copy(this.out, this.used, start, end);
  }

  private reserve(bytes: number): void {
    if (this.used + bytes <= this.out.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.out.length + bytes));
    this.out.copy(larger, 0, 0, this.used);
    this.out = larger;
  }
}

const nothing = new Set(missingWords);
const longestNothing = Math.max(...missingWords.map((word) => word.length));

function isBlank(bytes: Buffer, from: number, to: number): boolean {
  let start = from;
  while (start < to && bytes[start] === SPACE) start++;
  let end = to;
  while (end > start && bytes[end - 1] === SPACE) end--;
  if (end === start) return true;
  return end - start <= longestNothing && nothing.has(bytes.toString('utf8', start, end).toLowerCase());
}
