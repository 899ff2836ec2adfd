import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { ServiceError } from '@ordernimbus/contracts';
import type { TextLimits } from './limits.ts';

const unsupported = (message: string, cause?: unknown): ServiceError =>
  new ServiceError('unsupported_file', message, cause === undefined ? {} : { cause });

export const readFirstBytes = (path: string, length: number): Promise<Buffer> => readBytes(path, 0, length);

async function readBytes(path: string, position: number, length: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(length);
    const { bytesRead } = await file.read(buffer, 0, length, position);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

export type FileKind = 'text' | 'gzip' | 'zip' | 'parquet';

/** What the first bytes say the file is, whatever its name; refuses kinds that are never read. */
export async function checkKind(path: string): Promise<FileKind> {
  const head = await readFirstBytes(path, 512);
  if (head.length === 0)
    throw unsupported('The file is empty. Choose a file with a header row and sales below it.');
  if (isZip(head)) return 'zip';
  if (isOle(head)) throw unsupported(await describeOle(path, head));
  if (startsWith(head, parquetMark)) return 'parquet';
  refuseOtherKinds(head);
  return head[0] === 0x1f && head[1] === 0x8b ? 'gzip' : 'text';
}

const startsWith = (head: Buffer, ...marks: string[]): boolean =>
  marks.includes(head.toString('latin1', 0, 4));
export const isZip = (head: Buffer): boolean => startsWith(head, 'PK\x03\x04', 'PK\x05\x06');
export const isOle = (head: Buffer): boolean => startsWith(head, '\xd0\xcf\x11\xe0');

const parquetMark = 'PAR1';
const oldWorkbook = 'This is an old Excel workbook (XLS).';

/**
 * A workbook with a password is a container of the old format (MS-CFB) around the encrypted one; the names in its
 * directory tell it from an old workbook.
 */
export async function describeOle(path: string, head: Buffer): Promise<string> {
  const sectorBytes = 2 ** Math.min(12, head.readUInt16LE(30));
  const directory = (head.readUInt32LE(48) + 1) * sectorBytes;
  const names = (await readBytes(path, directory, 4096)).toString('utf16le');
  if (/Encrypted(Package|Info)|EncryptionInfo/.test(names)) {
    return 'This workbook has a password. Save it without one (File > Info > Protect Workbook in Excel) and choose that file.';
  }
  return `${oldWorkbook} Save it as an Excel workbook (XLSX) or as CSV and choose that file.`;
}

/** Kinds that are no text, where a workbook is none that can be read either. */
export function refuseOtherKinds(head: Buffer): void {
  const start = head.toString('latin1');
  if (isZip(head)) {
    throw unsupported(
      'This is a ZIP archive or an Excel workbook (XLSX), whatever its name says. Save the sheet as CSV, or unpack the archive, and choose that file.',
    );
  }
  if (isOle(head)) throw unsupported(`${oldWorkbook} Save the sheet as CSV and choose that file.`);
  if (start.startsWith(parquetMark))
    throw unsupported('This is a Parquet file. Export it as CSV and choose that file.');
  if (start.startsWith('%PDF')) throw unsupported('This is a PDF document. Export the report as CSV.');
  if (/^\s*(<!doctype html|<html)/i.test(start)) {
    throw unsupported('This is a web page, not a CSV file. Perhaps the export needed a sign-in.');
  }
  if (/^(BZh|\x28\xb5\x2f\xfd|\xfd7zXZ|7z\xbc\xaf|Rar!)/.test(start)) {
    throw unsupported('The file is packed in a way that is not read here. Use CSV or CSV.gz.');
  }
}

/** The unpacked bytes, in pieces, within the limits. */
export async function* readUnpacked(
  path: string,
  compressed: boolean,
  limits: TextLimits,
): AsyncGenerator<Buffer> {
  if (!compressed) {
    let total = 0;
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
      total += (chunk as Buffer).length;
      if (total > limits.maxBytes) throw tooLarge(limits);
      yield chunk as Buffer;
    }
    return;
  }
  let packed = 0;
  let unpacked = 0;
  const file = createReadStream(path, { highWaterMark: 1 << 18 });
  file.on('data', (chunk) => {
    packed += chunk.length;
  });
  const gunzip = createGunzip({ chunkSize: 1 << 18 });
  const piping = pipeline(file, gunzip).catch(() => undefined);
  try {
    for await (const chunk of gunzip) {
      unpacked += (chunk as Buffer).length;
      if (unpacked > limits.maxBytes) throw tooLarge(limits);
      if (unpacked > 2 ** 26 && unpacked > packed * limits.maxRatio) {
        throw new ServiceError(
          'too_large',
          `The packed file grows more than ${limits.maxRatio} times when unpacked, which sales do not. It was not read further.`,
        );
      }
      yield chunk as Buffer;
    }
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    throw unsupported(
      'The packed file (gz) is damaged or cut off and cannot be unpacked. Pack it again, or upload the CSV itself.',
      error,
    );
  } finally {
    gunzip.destroy();
    file.destroy();
    await piping;
  }
}

export const tooLarge = (limits: TextLimits): ServiceError =>
  new ServiceError(
    'too_large',
    `The file holds more than ${Math.round(limits.maxBytes / 2 ** 20)} MiB of text. Split it by month or year and import the parts.`,
  );
