import { errorOfAnswer, offlineError } from './api-error.ts';
import { currentToken, forgetSession, refreshSession } from './session.ts';

export type QueryValue = string | number | boolean | undefined | readonly (string | number)[];
export type Query = Readonly<Record<string, QueryValue>>;

export function pathWithQuery(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    // an empty text is a value: the lines without a supplier
    if (value === undefined || value === false) continue;
    for (const part of Array.isArray(value) ? value : [value]) search.append(name, String(part));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  /** a small file as the body, sent as CSV */
  readonly file?: Blob;
  readonly query?: Query;
  readonly signal?: AbortSignal | undefined;
  /** sign-in and its kin: no token, and a 401 is an answer, not a reason to refresh */
  readonly anonymous?: boolean;
}

async function send(path: string, options: RequestOptions, key: string | undefined): Promise<Response> {
  const headers = new Headers({ accept: 'application/json' });
  const token = currentToken();
  if (token && !options.anonymous) headers.set('authorization', `Bearer ${token}`);
  if (options.body !== undefined) headers.set('content-type', 'application/json');
  if (options.file) headers.set('content-type', 'text/csv');
  if (key) headers.set('idempotency-key', key);
  try {
    return await fetch(pathWithQuery(path, options.query), {
      method: options.method ?? 'GET',
      headers,
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.file ? { body: options.file } : {}),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw offlineError();
  }
}

/** Sends, refreshes the session once when the access token is over, and turns a failure into an ApiError. */
async function call(path: string, options: RequestOptions): Promise<Response> {
  // the same key for the repeated attempt, so that a write cannot happen twice
  const key = options.method && options.method !== 'GET' ? crypto.randomUUID() : undefined;
  let response = await send(path, options, key);
  if (response.status === 401 && !options.anonymous) {
    if (await refreshSession()) response = await send(path, options, key);
    if (response.status === 401) forgetSession();
  }
  if (!response.ok) {
    throw errorOfAnswer(response.status, await response.text(), response.headers.get('x-request-id'));
  }
  return response;
}

export async function request<Answer>(path: string, options: RequestOptions = {}): Promise<Answer> {
  const response = await call(path, options);
  return (response.status === 204 ? undefined : await response.json()) as Answer;
}

/** A file of the API, saved under its own name. Downloads need the token, so a plain link cannot fetch them. */
export async function download(path: string, fileName: string, query?: Query): Promise<void> {
  const response = await call(path, query ? { query } : {});
  saveBlob(await response.blob(), fileName);
}

export function saveBlob(blob: Blob, fileName: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = fileName;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
