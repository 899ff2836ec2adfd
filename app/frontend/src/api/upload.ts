import type { Import } from '@ordernimbus/contracts';
import { errorOfAnswer, offlineError } from './api-error.ts';
import { pathWithQuery } from './request.ts';
import { currentToken, refreshSession } from './session.ts';

export interface UploadProgress {
  readonly sentBytes: number;
  readonly totalBytes: number;
  /** null until two measurements are apart enough to say */
  readonly secondsLeft: number | null;
}

/** Sends the file as it is. XMLHttpRequest because fetch still cannot report how much of a body has left. */
export async function uploadImport(
  file: File,
  onProgress: (progress: UploadProgress) => void,
  signal: AbortSignal,
): Promise<Import> {
  // a long upload must not end in an expired token
  await refreshSession();
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    const startedAt = performance.now();
    xhr.open('POST', pathWithQuery('/v1/imports', { fileName: file.name }));
    xhr.setRequestHeader('content-type', 'application/octet-stream');
    xhr.setRequestHeader('authorization', `Bearer ${currentToken() ?? ''}`);
    xhr.setRequestHeader('idempotency-key', crypto.randomUUID());
    xhr.upload.onprogress = ({ loaded }) => {
      const seconds = (performance.now() - startedAt) / 1000;
      const secondsLeft = seconds < 1 || loaded === 0 ? null : (seconds / loaded) * (file.size - loaded);
      onProgress({ sentBytes: loaded, totalBytes: file.size, secondsLeft });
    };
    xhr.onload = () => {
      if (xhr.status >= 200 && xhr.status < 300) resolve(JSON.parse(xhr.responseText) as Import);
      else reject(errorOfAnswer(xhr.status, xhr.responseText, xhr.getResponseHeader('x-request-id')));
    };
    xhr.onerror = () => reject(offlineError());
    xhr.onabort = () => reject(new DOMException('The upload was cancelled.', 'AbortError'));
    signal.addEventListener('abort', () => xhr.abort(), { once: true });
    xhr.send(file);
  });
}
