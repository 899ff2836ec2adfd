import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

/** A text file written line by line without holding it in memory. */
export interface LineWriter {
  line(cells: readonly (string | number)[]): void;
  /** Waits while the file is behind. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export function createLineWriter(file: string): LineWriter {
  const stream = createWriteStream(file);
  let buffer = '';
  const push = async (): Promise<void> => {
    const text = buffer;
    buffer = '';
    if (text !== '' && !stream.write(text)) await once(stream, 'drain');
  };
  return {
    line(cells) {
      buffer += `${cells.join(',')}\n`;
    },
    flush: push,
    async close() {
      await push();
      stream.end();
      await finished(stream);
    },
  };
}
