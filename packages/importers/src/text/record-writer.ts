import { ServiceError } from '@ordernimbus/contracts';

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;

/** A quoted field that runs over more lines or bytes than this was never closed: its first line is set aside. */
const maxQuotedLines = 60;
const maxQuotedBytes = 1 << 16;
const maxQuoteFaults = 10_000;

export interface RecordWriterOptions {
  /** byte that separates fields */
  readonly separator: number;
  readonly columns: number;
  /** records to leave out at the start: lines above the header and the header */
  readonly skipRecords: number;
  readonly maxRecordBytes: number;
}

/**
 * Cuts UTF-8 text into records and writes each as one plain line: line number, fault, then exactly `columns` fields,
 * separated by tabs, without quotes; line breaks and control characters inside a field become spaces. What reads the
 * result needs no knowledge of quoting, and every record is accounted for: written, faulty, or blank.
 *
 * Lenient as spreadsheets are: a quote inside an unquoted field is a character; a quote inside a quoted field that no
 * separator follows is one too; missing fields at the end are empty. More filled fields than headers, or a quote that is
 * never closed, make the record faulty: it is written with the name of the fault and its beginning.
 */
export class RecordWriter {
  records = 0;
  blank = 0;
  faults = 0;
  private skipped = 0;
  private line = 1;
  private quoteFaults = 0;
  private carry: Buffer = Buffer.alloc(0);
  private out: Buffer = Buffer.allocUnsafe(1 << 21);
  private used = 0;
  private readonly options: RecordWriterOptions;

  constructor(options: RecordWriterOptions) {
    this.options = options;
  }

  /** Takes a piece of the text and gives back what is ready to be written. */
  push(chunk: Buffer, last = false): Buffer {
    this.used = 0;
    const data = this.carry.length > 0 ? Buffer.concat([this.carry, chunk]) : chunk;
    const worst = data.length + (data.length + 16) * 2 + this.options.columns * 2 + 4096;
    if (this.out.length < worst) this.out = Buffer.allocUnsafe(worst);
    let start = 0;
    while (start < data.length) {
      const { line } = this;
      const end = this.readRecord(data, start, last);
      if (end < 0) break;
      if (end - start > this.options.maxRecordBytes) throw this.tooLong(line);
      start = end;
      this.reserve(data.length - start);
    }
    this.carry = Buffer.from(data.subarray(start));
    if (this.carry.length > this.options.maxRecordBytes) {
      throw this.tooLong(this.line);
    }
    return this.out.subarray(0, this.used);
  }

  end(): Buffer {
    return this.push(Buffer.alloc(0), true);
  }

  private tooLong(line: number): ServiceError {
    return new ServiceError(
      'unsupported_file',
      `Line ${line} is longer than ${this.options.maxRecordBytes / 1024} KiB. Is this a CSV file?`,
      { places: [{ row: line, message: 'is too long' }] },
    );
  }

  /** Narrow records are widened to all columns, so the output can outgrow the input. */
  private reserve(rest: number): void {
    const needed = this.used + rest * 2 + this.options.columns * 2 + 4096;
    if (needed <= this.out.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.out.length * 2));
    this.out.copy(larger, 0, 0, this.used);
    this.out = larger;
  }

  /** Position after the record, or -1 when its end is not in `data`. */
  private readRecord(data: Buffer, start: number, last: boolean): number {
    const { separator, columns } = this.options;
    const { out } = this;
    const length = data.length;
    const recordStart = this.used;
    let o = this.writeNumber(recordStart, this.line);
    out[o++] = TAB;
    out[o++] = TAB;
    let fields = 0;
    let extra = false;
    let filled = false;
    let breaks = 0;
    let at = start;
    let fieldStart = true;
    let ended = false;
    while (at < length) {
      const byte = data[at] as number;
      if (fieldStart && byte === QUOTE) {
        const opened = at;
        at++;
        let closed = false;
        while (at < length) {
          const inner = data[at] as number;
          if (inner === QUOTE) {
            const next = at + 1 < length ? (data[at + 1] as number) : last ? LF : -1;
            if (next === -1) return -1;
            if (next === QUOTE) {
              at += 2;
              if (fields < columns) out[o++] = QUOTE;
              filled = true;
              continue;
            }
            at++;
            if (next === separator || next === LF || next === CR) {
              closed = true;
              break;
            }
            if (fields < columns) out[o++] = QUOTE;
            filled = true;
            continue;
          }
          if (inner === LF) {
            breaks++;
            if (breaks > maxQuotedLines) break;
          }
          if (at - opened > maxQuotedBytes) break;
          if (inner > SPACE) {
            filled = true;
            if (fields < columns) out[o++] = inner;
            else extra = true;
          } else if (fields < columns) out[o++] = SPACE;
          at++;
        }
        if (!closed) {
          if (at >= length && !last) return -1;
          return this.setAsideUnclosed(data, start);
        }
        fieldStart = false;
        continue;
      }
      if (byte === separator) {
        fields++;
        if (fields < columns) out[o++] = TAB;
        fieldStart = true;
        at++;
        continue;
      }
      if (byte === LF) {
        at++;
        ended = true;
        break;
      }
      if (byte === CR) {
        const next = at + 1 < length ? (data[at + 1] as number) : last ? LF : -1;
        if (next === -1) return -1;
        at += next === LF && at + 1 < length ? 2 : 1;
        ended = true;
        break;
      }
      fieldStart = false;
      if (byte > SPACE) {
        filled = true;
        if (fields < columns) out[o++] = byte;
        else extra = true;
      } else if (fields < columns) out[o++] = SPACE;
      at++;
    }
    if (!ended && !last) return -1;
    const line = this.line;
    this.line += breaks + 1;
    if (this.skipped < this.options.skipRecords) {
      this.skipped++;
      return at;
    }
    if (!filled) {
      this.blank++;
      return at;
    }
    this.records++;
    if (extra) {
      this.writeFault(line, 'columns', data, start, at);
      return at;
    }
    for (let missing = Math.min(fields, columns - 1) + 1; missing < columns; missing++) out[o++] = TAB;
    out[o++] = LF;
    this.used = o;
    return at;
  }

  private setAsideUnclosed(data: Buffer, start: number): number {
    if (++this.quoteFaults > maxQuoteFaults) {
      throw new ServiceError(
        'unsupported_file',
        `More than ${maxQuoteFaults} quotes are never closed. The file is damaged, or not CSV.`,
      );
    }
    let end = data.indexOf(LF, start);
    end = end < 0 ? data.length : end + 1;
    if (this.skipped < this.options.skipRecords) this.skipped++;
    else {
      this.records++;
      this.writeFault(this.line, 'quote', data, start, end);
    }
    this.line++;
    return end;
  }

  private writeFault(line: number, fault: string, data: Buffer, start: number, end: number): void {
    const text = data
      .subarray(start, Math.min(end, start + 400))
      .toString('utf8')
      .replace(/[\p{Cc}\ufffd]+/gu, ' ')
      .trim()
      .slice(0, 120);
    const record = `${line}\t${fault}\t${text}${'\t'.repeat(this.options.columns - 1)}\n`;
    this.faults++;
    this.reserve(record.length * 3);
    this.used += this.out.write(record, this.used);
  }

  private writeNumber(at: number, value: number): number {
    let divisor = 1;
    while (divisor * 10 <= value) divisor *= 10;
    let o = at;
    for (let rest = value; divisor >= 1; divisor = Math.floor(divisor / 10)) {
      const digit = Math.floor(rest / divisor);
      this.out[o++] = 0x30 + digit;
      rest -= digit * divisor;
    }
    return o;
  }
}
