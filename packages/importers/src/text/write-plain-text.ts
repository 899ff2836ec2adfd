import { open } from 'node:fs/promises';
import { ServiceError } from '@ordernimbus/contracts';
import { CellWriter } from './cell-writer.ts';
import { type Encoding, NotUtf8, sniffEncoding, toUtf8, withoutNul } from './encoding.ts';
import { type FileColumns, readColumns } from './file-columns.ts';
import type { TextLimits } from './limits.ts';
import { refuseOtherKinds, tooLarge } from './open-source.ts';
import { RecordWriter } from './record-writer.ts';
import { type Dialect, sniffDialect } from './sniff-dialect.ts';
import type { TextSource } from './text-source.ts';

export interface PlainText {
  readonly encoding: Encoding;
  readonly compressed: boolean;
  /** of a workbook */
  readonly sheet?: string;
  readonly dialect: Dialect;
  readonly columns: FileColumns;
  readonly records: number;
  readonly blank: number;
  readonly faults: number;
}

const headBytes = 1 << 18;

/** Writes a source as plain lines (see `RecordWriter`), of a wide table those of its cells, to `target`, a piece at a time. */
export async function writePlainText(
  source: TextSource,
  target: string,
  limits: TextLimits,
  signal?: AbortSignal,
): Promise<PlainText> {
  const { compressed, sheet } = source;
  const { head, whole } = await readHead(source);
  if (head.length === 0) {
    throw new ServiceError(
      'unsupported_file',
      sheet === undefined
        ? 'The file is empty. Choose a file with a header row and sales below it.'
        : `The sheet "${sheet}" is empty. Choose one with a header row and sales below it.`,
    );
  }
  if (compressed) refuseOtherKinds(head);
  const sniffed = sheet === undefined ? sniffEncoding(head) : 'utf-8';
  try {
    return await writeAs(sniffed);
  } catch (error) {
    if (error instanceof NotUtf8) return writeAs('windows-1252');
    throw error;
  }

  async function writeAs(encoding: Encoding): Promise<PlainText> {
    const text = withoutNul(new TextDecoder(encoding).decode(head));
    const dialect = sniffDialect(text, !whole, limits.maxColumns, sheet);
    const columns = readColumns(dialect.headers);
    const { cells } = columns;
    const cellWriter = cells && new CellWriter(dialect.headers.length, cells.own, cells.periods);
    const writer = new RecordWriter({
      separator: dialect.separator.charCodeAt(0),
      columns: dialect.headers.length,
      skipRecords: dialect.skipRecords,
      maxRecordBytes: limits.maxRecordBytes,
    });
    const file = await open(target, 'w');
    let written = 0;
    const write = async (ready: Buffer): Promise<void> => {
      for (const part of cellWriter?.push(ready) ?? [ready]) {
        written += part.length;
        if (cellWriter && written > limits.maxBytes) throw tooLarge(limits);
        if (part.length > 0) await file.writeFile(part);
      }
    };
    try {
      for await (const piece of toUtf8(source.read(), encoding)) {
        signal?.throwIfAborted();
        await write(writer.push(piece));
      }
      await write(writer.end());
    } finally {
      await file.close();
    }
    if (writer.records === 0) {
      const what = sheet === undefined ? 'file' : `sheet "${sheet}"`;
      throw new ServiceError('unsupported_file', `The ${what} has a header row and no rows below it.`);
    }
    return {
      encoding,
      compressed,
      ...(sheet === undefined ? {} : { sheet }),
      dialect,
      columns,
      records: writer.records,
      blank: writer.blank,
      faults: writer.faults,
    };
  }
}

async function readHead(source: TextSource): Promise<{ head: Buffer; whole: boolean }> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of source.read()) {
    pieces.push(piece);
    length += piece.length;
    if (length >= headBytes) break;
  }
  const all = Buffer.concat(pieces);
  return { head: all.subarray(0, headBytes), whole: length < headBytes };
}
