import { isUtf8 } from 'node:buffer';
import { createReadStream, createWriteStream } from 'node:fs';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { ObservationError } from './errors.ts';

const isGzip = (path: string): boolean => /\.gz$/i.test(path);

/** The bytes of a text file, unpacked. */
export function openText(path: string): Readable {
  const bytes = createReadStream(path, { highWaterMark: 1 << 18 });
  if (!isGzip(path)) return bytes;
  const text = createGunzip();
  bytes.on('error', (error) => text.destroy(error));
  return bytes.pipe(text);
}

/**
 * Unpacks a gzip file to its end and fails when it is cut off or damaged: DuckDB takes what came before for the whole file.
 * @throws ObservationError
 */
export async function checkGzip(path: string): Promise<void> {
  if (!isGzip(path)) return;
  try {
    for await (const _ of openText(path));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new ObservationError({ file: path }, `the file is cut off or damaged (gzip: ${detail}).`, {
      cause: error,
    });
  }
}

/** First record of a delimited file, and the separator that it most likely uses. */
export interface TextHeader {
  readonly headers: readonly string[];
  readonly delimiter: string;
}

const headerLimit = 1 << 20;

export async function readTextHeader(path: string): Promise<TextHeader> {
  let bytes = Buffer.alloc(0);
  const stream = openText(path);
  try {
    for await (const chunk of stream) {
      bytes = Buffer.concat([bytes, chunk as Buffer]);
      if (endOfRecord(bytes) >= 0) break;
      if (bytes.length > headerLimit) {
        throw new ObservationError(
          { file: path, line: 1 },
          'the header is longer than 1 MiB; is this a CSV file?',
        );
      }
    }
  } catch (error) {
    if (error instanceof ObservationError) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    throw new ObservationError({ file: path }, `the file cannot be read (${detail}).`, { cause: error });
  } finally {
    stream.destroy();
  }
  if (bytes.length === 0) throw new ObservationError({ file: path }, 'the file is empty.');
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new ObservationError({ file: path, line: 1 }, 'the file is UTF-16; save it as UTF-8.');
  }
  const end = endOfRecord(bytes);
  const record = bytes.subarray(0, end < 0 ? bytes.length : end);
  if (record.includes(0)) {
    throw new ObservationError({ file: path, line: 1 }, 'the file is binary, not CSV, TSV or Parquet.');
  }
  if (!isUtf8(record)) {
    throw new ObservationError({ file: path, line: 1 }, 'the text is not UTF-8; save the file as UTF-8.');
  }
  const line = record
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .replace(/\r$/, '');
  if (/\r/.test(line.replace(/"(?:[^"]|"")*"/g, ''))) {
    throw new ObservationError(
      { file: path, line: 1 },
      'the lines end with carriage returns alone, as on old Macs; save the file with line feeds.',
    );
  }
  const delimiter = chooseDelimiter(path, line);
  const headers = splitRecord(line, delimiter);
  if (headers.every((header) => header.trim() === '')) {
    throw new ObservationError({ file: path, line: 1 }, 'the first line is empty; it must name the columns.');
  }
  return { headers, delimiter };
}

function chooseDelimiter(path: string, line: string): string {
  const outside = line.replace(/"(?:[^"]|"")*"/g, '');
  if (/\.tsv(\.gz)?$/i.test(path) && outside.includes('\t')) return '\t';
  let best = ',';
  let most = 0;
  for (const candidate of [',', ';', '\t', '|']) {
    const count = outside.split(candidate).length - 1;
    if (count > most) {
      best = candidate;
      most = count;
    }
  }
  return best;
}

function splitRecord(line: string, delimiter: string): string[] {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const char = line[at] as string;
    if (quoted) {
      if (char !== '"') field += char;
      else if (line[at + 1] === '"') {
        field += '"';
        at++;
      } else quoted = false;
    } else if (char === '"' && field === '') quoted = true;
    else if (char === delimiter) {
      fields.push(field);
      field = '';
    } else field += char;
  }
  fields.push(field);
  return fields;
}

const lineFeed = 10;
const carriageReturn = 13;
const quoteMark = 34;

function endOfRecord(bytes: Buffer): number {
  let quoted = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === quoteMark) quoted = !quoted;
    else if (byte === lineFeed && !quoted) return at;
  }
  return -1;
}

/** Copies a text file, unpacked, without its carriage returns. */
export async function writeWithLineFeeds(path: string, target: string): Promise<void> {
  const strip = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(null, chunk.includes(carriageReturn) ? chunk.filter((byte) => byte !== carriageReturn) : chunk);
    },
  });
  await pipeline(openText(path), strip, createWriteStream(target));
}
