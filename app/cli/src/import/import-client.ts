import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import type { Import, ImportMapping, Problem } from '@ordernimbus/contracts';
import { CliError } from '../cli-error.ts';

/** The server's imports, by its public API. */
export interface ImportClient {
  upload(file: string, sent: (bytes: number) => void): Promise<Import>;
  map(id: string, mapping: ImportMapping): Promise<Import>;
  start(id: string): Promise<Import>;
  get(id: string): Promise<Import>;
}

const answerPatienceMs = 600_000;

export function createImportClient(url: string, apiKey: string): ImportClient {
  const origin = url.replace(/\/+$/, '');
  const call = async (
    method: string,
    path: string,
    body?: NonNullable<RequestInit['body']>,
    type?: string,
  ): Promise<Import> => {
    let answer: Response;
    try {
      answer = await fetch(`${origin}/v1/imports${path}`, {
        method,
        headers: { 'x-api-key': apiKey, ...(type ? { 'content-type': type } : {}) },
        ...(body === undefined ? {} : { body, duplex: 'half' }),
        // an upload may take as long as it needs
        ...(type === 'application/octet-stream' ? {} : { signal: AbortSignal.timeout(answerPatienceMs) }),
      });
    } catch (error) {
      throw new CliError(
        `no answer from ${origin}; is the server running there? Give its address by --url.`,
        {
          cause: error,
        },
      );
    }
    const content: unknown = await answer.json().catch(() => undefined);
    if (answer.ok) return content as Import;
    const problem = content as Partial<Problem> | undefined;
    throw new CliError(problem?.detail ?? `the server answered ${answer.status}.`);
  };
  return {
    upload(file, sent) {
      let bytes = 0;
      const stream = createReadStream(file);
      stream.on('data', (piece) => {
        bytes += piece.length;
        sent(bytes);
      });
      const path = `?fileName=${encodeURIComponent(basename(file))}`;
      return call(
        'POST',
        path,
        Readable.toWeb(stream) as NonNullable<RequestInit['body']>,
        'application/octet-stream',
      );
    },
    map: (id, mapping) => call('PUT', `/${id}/mapping`, JSON.stringify(mapping), 'application/json'),
    start: (id) => call('POST', `/${id}/start`),
    get: (id) => call('GET', `/${id}`),
  };
}
