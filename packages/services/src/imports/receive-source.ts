import { createHash, randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';
import { ServiceError } from '@ordernimbus/contracts';
import type { Context } from '../context.ts';
import { importPrefix } from './import-files.ts';

export interface ReceivedSource {
  /** where the bytes lie until they are put in their place */
  readonly temporaryKey: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A limit as a person reads it. */
const sizeText = (bytes: number): string =>
  bytes < 2 ** 20 ? `${Math.ceil(bytes / 1024)} KiB` : `${Math.round(bytes / 2 ** 20)} MiB`;

/** Writes an upload to disk piece by piece; waits for the disk before it takes the next. Nothing stays of one cut off. */
export async function receiveSource(
  ctx: Context,
  importId: string,
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<ReceivedSource> {
  const { objects } = ctx.platform;
  const temporary = `${importPrefix(ctx.tenantId, importId)}/upload-${randomUUID()}`;
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    const file = await open(await objects.localPath(temporary), 'wx');
    try {
      for await (const piece of body) {
        bytes += piece.length;
        if (bytes > maxBytes) {
          throw new ServiceError(
            'too_large',
            `The file is larger than ${sizeText(maxBytes)}. Pack it with gzip, or split it by year.`,
          );
        }
        hash.update(piece);
        await file.writeFile(piece);
      }
    } finally {
      await file.close();
    }
    return { temporaryKey: temporary, bytes, sha256: hash.digest('hex') };
  } catch (error) {
    await objects.remove(temporary);
    throw error;
  }
}
