import { createWriteStream, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { createLogger, type Logger } from '@ordernimbus/observability';

const limitBytes = 20_000_000;

export interface FileLog {
  readonly log: Logger;
  close(): Promise<void>;
}

/** Structured log of the process in a file: the terminal is for the person. A full disk ends the log, not us. */
export function openFileLog(path: string): FileLog {
  mkdirSync(dirname(path), { recursive: true });
  const isBig = (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > limitBytes;
  const stream = createWriteStream(path, { flags: isBig ? 'w' : 'a', mode: 0o600 });
  stream.on('error', () => {});
  const log = createLogger({
    name: 'ordernimbus',
    level: 'info',
    destination: { write: (line) => void stream.write(line) },
  });
  return { log, close: () => new Promise((resolve) => stream.end(() => resolve())) };
}
