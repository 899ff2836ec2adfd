import { openText } from './text-file.ts';

/** Start of a record in a text file. */
interface RecordStart {
  /** From 0, the header being -1; empty lines are no records. */
  readonly record: number;
  /** Number of its line in DuckDB's errors: empty lines count, line breaks inside quotes do not. */
  readonly duckDbLine: number;
}

const lineFeed = 10;
const carriageReturn = 13;
const space = 32;
const quoteMark = 34;

/**
 * Line on which the first such record starts. Only used once something is wrong: it reads the file again, a piece at a
 * time, because a quoted line break makes the numbers of lines and records differ.
 */
async function findLine(
  path: string,
  delimiter: string,
  isWanted: (start: RecordStart) => boolean,
): Promise<number> {
  const separator = delimiter.charCodeAt(0);
  const stream = openText(path);
  let line = 1;
  let duckDbLine = 1;
  let record = -2;
  let isLineStart = true;
  // As DuckDB has it, a mark opens quotes where a cell begins, spaces after a separator left aside; elsewhere it is a sign
  // such as that for inches.
  let isCellStart = true;
  let isQuoted = false;
  let isAfterQuote = false;
  try {
    for await (const chunk of stream) {
      for (const byte of chunk as Buffer) {
        if (byte === lineFeed) {
          line++;
          if (isQuoted) continue;
          duckDbLine++;
          isLineStart = true;
          isCellStart = true;
          continue;
        }
        const isFirst = isLineStart && byte !== carriageReturn;
        if (isFirst) {
          isLineStart = false;
          record++;
          if (isWanted({ record, duckDbLine })) return line;
        }
        if (byte === quoteMark && (isQuoted || isCellStart || isAfterQuote)) isQuoted = !isQuoted;
        isAfterQuote = byte === quoteMark && !isQuoted;
        isCellStart = !isQuoted && (byte === separator || (isCellStart && !isFirst && byte === space));
      }
    }
  } finally {
    stream.destroy();
  }
  return line;
}

/** @param record from 0, the header not counted */
export const findLineOfRecord = (path: string, delimiter: string, record: number): Promise<number> =>
  findLine(path, delimiter, (start) => start.record === record);

/** @param duckDbLine the line that DuckDB's error names */
export const findLineOfError = (path: string, delimiter: string, duckDbLine: number): Promise<number> =>
  findLine(path, delimiter, (start) => start.duckDbLine === duckDbLine);
