import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ObservationError } from './errors.ts';
import { openDuckDb } from './open-duckdb.ts';
import { readObservations } from './read-observations.ts';

const good = {
  long: `item,location,date,quantity,open\n${Array.from(
    { length: 12 },
    (_, t) => `"sku ${t % 3}",shop,2024-01-${String(1 + t).padStart(2, '0')},${t % 4},1`,
  ).join('\n')}\n`,
  wide: `item,location,2024-01-01,2024-01-02,2024-01-03,Total\n${['"sku 1",shop,1,,3,4', 'sku-2,shop,0,5,6,11', 'sku 3,,7,8,9,24'].join('\n')}\n`,
};

const pieces = [
  '"',
  ',',
  '\n',
  '\r\n',
  ';',
  '\t',
  '\0',
  '\ufeff',
  'x',
  '-',
  '.',
  '1e999',
  ' ',
  "'",
  '\u20ac',
  '""',
  '\\',
  '9',
];

/** A small linear congruential generator: the cases are the same in every run. */
function mutate(seed: number, original: string): string {
  let state = (seed * 2654435761) >>> 0;
  const next = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  let text = original;
  for (let change = 0; change <= next(4); change++) {
    const at = next(text.length);
    const kind = next(4);
    const piece = pieces[next(pieces.length)] as string;
    if (kind === 0) text = text.slice(0, at) + piece + text.slice(at);
    else if (kind === 1) text = text.slice(0, at) + text.slice(at + 1 + next(12));
    else if (kind === 2) text = text.slice(0, at) + piece + text.slice(at + 1);
    else text = text.slice(0, at) + text.slice(at - next(20), at) + text.slice(at);
  }
  return text;
}

describe('mutated files', () => {
  it.each(['long', 'wide'] as const)(
    '%s ones are read to the end or refused in one sentence that names the file',
    async (kind) => {
      const folder = await mkdtemp(join(tmpdir(), 'nimbus-fuzz-'));
      const file = join(folder, 'in.csv');
      let read = 0;
      let refused = 0;
      try {
        for (let seed = 0; seed < 150; seed++) {
          await writeFile(file, mutate(seed, good[kind]));
          const db = await openDuckDb({ memoryMiB: 128, threads: 1, temporaryFolder: folder });
          try {
            const observations = await readObservations(db.connection, { file, map: {}, frequency: 'auto' });
            for await (const rows of observations.stream()) read += rows.length > 0 ? 1 : 0;
          } catch (error) {
            if (!(error instanceof ObservationError)) throw new Error(`seed ${seed}`, { cause: error });
            expect(error.message, `seed ${seed}`).toMatch(/^in\.csv[^\n]*[.!?)]$/);
            expect(error.message, `seed ${seed}`).not.toMatch(/CSV Error|Parser Error|Binder|SELECT|c\d+'/);
            refused++;
          } finally {
            db.close();
          }
        }
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
      expect(read).toBeGreaterThan(8);
      expect(refused).toBeGreaterThan(50);
    },
  );
});
