import { ServiceError } from '@ordernimbus/contracts';
import { sniffEncoding, withoutNul } from './encoding.ts';
import { refuseOtherKinds } from './open-source.ts';
import { type HeadRecord, splitRecords } from './split-records.ts';

/** A table small enough for memory: its header and the rows below that are not empty, with their lines from 1. */
export interface SmallTable {
  readonly headers: readonly string[];
  readonly rows: readonly HeadRecord[];
}

const separators = [',', ';', '\t', '|'] as const;

/**
 * Reads text in any of the encodings that spreadsheets write; its first line that is not empty names the columns, and
 * tells the separator.
 * @throws ServiceError unsupported_file, too_large
 */
export function readSmallTable(file: Buffer, mostRows: number): SmallTable {
  refuseOtherKinds(file.subarray(0, 512));
  const encoding = sniffEncoding(file);
  // what began as UTF-8 may hold other bytes further on
  const isText = encoding !== 'utf-8' || isValid(file);
  const text = withoutNul(new TextDecoder(isText ? encoding : 'windows-1252').decode(file));
  const header = text.split(/\r?\n|\r/).find((line) => line.trim() !== '');
  if (header === undefined)
    throw new ServiceError('unsupported_file', 'The file is empty. It needs a header row and rows below it.');
  const counts = separators.map((separator) => header.split(separator).length);
  const separator = separators[counts.indexOf(Math.max(...counts))] as string;
  const records = splitRecords(text, separator, false).filter(({ fields }) =>
    fields.some((field) => field.trim() !== ''),
  );
  const [first, ...rows] = records as [HeadRecord, ...HeadRecord[]];
  if (rows.length > mostRows) {
    throw new ServiceError('too_large', `The file has ${rows.length} rows; at most ${mostRows} are read.`);
  }
  return { headers: first.fields.map((field) => field.trim()), rows };
}

function isValid(file: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(file);
    return true;
  } catch {
    return false;
  }
}
