import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createGunzip } from 'node:zlib';

/** Data for development only; never copied into the project. BENCH_DATA names another folder for them. */
const sharedFolder = process.env.BENCH_DATA
  ? pathToFileURL(`${process.env.BENCH_DATA}/`)
  : new URL('../../../../shared/data/', import.meta.url);

/** The shared data are not on this machine, or not all of them. */
export class MissingDataError extends Error {
  constructor(file: string) {
    super(
      `${file} is not here: this bench reads the public data sets from ../shared/data beside the project, or from the folder that BENCH_DATA names.`,
    );
    this.name = 'MissingDataError';
  }
}

export function sharedFile(name: string): string {
  const path = fileURLToPath(new URL(name, sharedFolder));
  if (!existsSync(path)) throw new MissingDataError(`../shared/data/${name}`);
  return path;
}

/** Rows of a gzipped CSV of the shared data, header first; quotes are read, line breaks inside them are not. */
export async function* readShared(name: string): AsyncGenerator<string[]> {
  const lines = createInterface({ input: createReadStream(sharedFile(name)).pipe(createGunzip()) });
  for await (const line of lines) if (line !== '') yield splitCsvLine(line);
}

export async function readSharedTable(name: string): Promise<{ header: string[]; rows: string[][] }> {
  const rows: string[][] = [];
  for await (const row of readShared(name)) rows.push(row);
  const header = rows.shift() ?? [];
  return { header, rows };
}

export function splitCsvLine(line: string): string[] {
  if (!line.includes('"')) return line.split(',');
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const char = line[at] as string;
    if (char === '"' && quoted && line[at + 1] === '"') {
      cell += '"';
      at++;
    } else if (char === '"') quoted = !quoted;
    else if (char === ',' && !quoted) {
      cells.push(cell);
      cell = '';
    } else cell += char;
  }
  cells.push(cell);
  return cells;
}
