import { createReadStream, createWriteStream } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeWebStream } from 'node:stream/web';
import type { Import, ImportMapping, Problem } from '@ordernimbus/contracts';
import { CliError } from '../cli-error.ts';

/** What the server said no to. */
export class ApiError extends CliError {
  readonly problem: Partial<Problem>;
  constructor(message: string, problem: Partial<Problem>) {
    super(message);
    this.problem = problem;
  }
}

/** The server's imports, by its public API. */
export interface ImportClient {
  /** Fails when the server is not there or the key does not open it: before a large file is sent. */
  check(): Promise<void>;
  upload(file: string, sent: (bytes: number) => void): Promise<Import>;
  chooseSheet(id: string, sheet: string): Promise<Import>;
  map(id: string, mapping: ImportMapping): Promise<Import>;
  start(id: string): Promise<Import>;
  get(id: string): Promise<Import>;
  /** Writes errors.csv, the rows that were set aside, to a file. */
  saveErrors(id: string, file: string): Promise<void>;
}

const answerPatienceMs = 600_000;

export function createImportClient(url: string, apiKey: string): ImportClient {
  const origin = url.replace(/\/+$/, '');
  const send = async (
    method: string,
    path: string,
    body?: NonNullable<RequestInit['body']>,
    type?: string,
  ): Promise<Response> => {
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
    if (answer.ok) return answer;
    const problem = (await answer.json().catch(() => ({}))) as Partial<Problem>;
    throw new ApiError(
      problem.detail ?? `${origin} answered ${answer.status}; is OrderNimbus there?`,
      problem,
    );
  };
  const call = async (...request: Parameters<typeof send>): Promise<Import> =>
    (await send(...request)).json() as Promise<Import>;
  return {
    async check() {
      await send('GET', '?limit=1');
    },
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
    chooseSheet: (id, sheet) => call('PUT', `/${id}/sheet`, JSON.stringify({ sheet }), 'application/json'),
    map: (id, mapping) => call('PUT', `/${id}/mapping`, JSON.stringify(mapping), 'application/json'),
    start: (id) => call('POST', `/${id}/start`),
    get: (id) => call('GET', `/${id}`),
    async saveErrors(id, file) {
      const { body } = await send('GET', `/${id}/errors.csv`);
      await pipeline(Readable.fromWeb(body as NodeWebStream), createWriteStream(file)).catch((error) => {
        throw new CliError(`"${file}" could not be written (${error.code ?? error.message}).`, {
          cause: error,
        });
      });
    },
  };
}
