import { crc32 } from 'node:zlib';
import { ServiceError } from '@ordernimbus/contracts';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { damaged, tooLarge, unsupported } from './errors.ts';
import type { WorkbookLimits } from './limits.ts';

/** The parts of a ZIP archive, by name; nothing of it is written to disk. */
export interface Archive {
  /** as they are written, folders included */
  readonly parts: readonly string[];
  has(part: string): boolean;
  /** @throws ServiceError also for a part that is not there */
  read(part: string): AsyncGenerator<Buffer>;
  close(): void;
}

const mostParts = 10_000;
/** below this much no ratio is looked at: a small sheet of one repeated row is no attack */
const ratioFrom = 2 ** 26;

const broken = (cause: unknown): ServiceError =>
  unsupported(
    'This is a ZIP archive or an Excel workbook (XLSX), but it is damaged or cut off. Save or download it again.',
    cause,
  );

/** What may be read of an archive, and how its faults are told. */
export interface ArchiveKind {
  readonly limits: Pick<WorkbookLimits, 'maxBytes' | 'maxRatio'>;
  readonly name: 'workbook' | 'archive';
}

const advice = {
  workbook: 'Save the sheet as CSV, which has no such limit, and choose that file.',
  archive: 'Split what is in it by month or year and import the parts.',
} as const;

export async function openArchive(path: string, { limits, name: what }: ArchiveKind): Promise<Archive> {
  let zip: ZipFile;
  const parts = new Map<string, Entry>();
  try {
    zip = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false });
  } catch (error) {
    throw broken(error);
  }
  try {
    for await (const entry of zip.eachEntry()) {
      if (parts.size >= mostParts) {
        throw tooLarge(`The archive has more than ${mostParts} parts, which no workbook of sales has.`);
      }
      parts.set(entry.fileName.toLowerCase(), entry);
    }
  } catch (error) {
    zip.close();
    throw error instanceof ServiceError ? error : broken(error);
  }
  // a part that is read twice counts once
  const unpacked = new Map<string, number>();
  let total = 0;

  return {
    parts: [...parts.values()].map(({ fileName }) => fileName),
    has: (part) => parts.has(part.toLowerCase()),
    async *read(part) {
      const name = part.toLowerCase();
      const entry = parts.get(name);
      if (!entry) throw damaged(`its part ${part} is missing`);
      if (entry.isEncrypted()) {
        throw unsupported(`The archive has a password. Save the ${what} without one and choose that file.`);
      }
      let bytes = 0;
      let sum = 0;
      let stream: Awaited<ReturnType<ZipFile['openReadStreamPromise']>> | undefined;
      try {
        stream = await zip.openReadStreamPromise(entry);
        for await (const piece of stream as AsyncIterable<Buffer>) {
          bytes += piece.length;
          const before = unpacked.get(name) ?? 0;
          if (bytes > before) {
            total += bytes - before;
            unpacked.set(name, bytes);
          }
          if (total > limits.maxBytes) {
            throw tooLarge(
              `The ${what} holds more than ${Math.round(limits.maxBytes / 2 ** 20)} MiB when unpacked. ${advice[what]}`,
            );
          }
          // what the entry claims to be packed is what is read of the file, so it cannot be overstated
          if (bytes > ratioFrom && bytes > entry.compressedSize * limits.maxRatio) {
            throw tooLarge(
              `The ${what} grows more than ${limits.maxRatio} times when unpacked, which sales do not. It was not read further.`,
            );
          }
          sum = crc32(piece, sum);
          yield piece;
        }
      } catch (error) {
        throw error instanceof ServiceError ? error : broken(error);
      } finally {
        stream?.destroy();
      }
      if (sum !== entry.crc32) {
        const fault = `the check sum of its part ${part} is wrong`;
        throw what === 'workbook'
          ? damaged(fault)
          : unsupported(`The archive is damaged: ${fault}. Download or pack it again.`);
      }
    },
    close: () => zip.close(),
  };
}
