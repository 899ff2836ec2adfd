import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDuckDb } from './open-duckdb.ts';
import { readObservations } from './read-observations.ts';
import type { ObservationRow } from './stream-rows.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nimbus-facts-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const day = (at: number): string => new Date(Date.UTC(2024, 0, 1 + at)).toISOString().slice(0, 10);

/** 70 series of 60 days, shuffled, so that more than one chunk is streamed, and what is planned for ten days more. */
async function writeFiles(): Promise<{ file: string; futureFile: string }> {
  const lines: string[] = [];
  const ahead: string[] = [];
  for (let s = 0; s < 70; s++) {
    for (let t = 0; t < 60; t++) {
      const quantity = (s * t) % 7 === 3 ? 'NA' : String((s * t) % 11);
      lines.push(
        `i${s % 7},l${s % 10},${day(t)},${quantity},${1 + (t % 5)},${t % 9 === 0 ? 'fair' : 'none'},1`,
      );
    }
    for (let t = 60; t < 70; t++) ahead.push(`i${s % 7},l${s % 10},${day(t)},${s === 0 ? 40 : 2},fair,1`);
  }
  for (let at = lines.length - 1; at > 0; at--) {
    const other = (at * 7919) % (at + 1);
    [lines[at], lines[other]] = [lines[other] as string, lines[at] as string];
  }
  const [file, futureFile] = [join(folder, 'in.csv'), join(folder, 'ahead.csv')];
  await writeFile(file, `item,location,date,quantity,price,event,open\n${lines.join('\n')}\n`);
  await writeFile(futureFile, `item,location,date,price,event,open\n${ahead.join('\n')}\n`);
  return { file, futureFile };
}

async function readAll(mostKept: number, frequency: 'D' | 'auto' = 'D') {
  const db = await openDuckDb({ memoryMiB: 128, threads: 2, temporaryFolder: folder });
  try {
    const files = await writeFiles();
    const found = await readObservations(db.connection, { ...files, map: {}, frequency, mostKept });
    const all: ObservationRow[] = [];
    for await (const rows of found.stream()) all.push(...rows);
    const some: ObservationRow[] = [];
    for await (const rows of found.stream([3, 41, 69])) some.push(...rows);
    const none: ObservationRow[] = [];
    for await (const rows of found.stream([])) none.push(...rows);
    const tables = await db.connection.runAndReadAll('SELECT table_name FROM duckdb_tables() ORDER BY 1');
    return {
      tables: tables.getRows().flat(),
      read: {
        all,
        some,
        none,
        firstStep: found.firstStep,
        lastStep: found.lastStep,
        listsSalesOnly: found.listsSalesOnly,
        ahead: await found.knownAhead(found.lastStep, 10),
        unseen: await found.unseenPrices(found.lastStep, 10),
      },
    };
  } finally {
    db.close();
  }
}

describe('the numbers of a file', () => {
  it('are the same whether they are kept or read from the texts each time', async () => {
    const kept = await readAll(100_000);
    const asked = await readAll(0);
    expect(kept.tables).toContain('facts');
    expect(kept.tables).not.toContain('observations');
    expect(asked.tables).toContain('observations');
    expect(asked.tables).not.toContain('facts');
    expect(kept.read).toEqual(asked.read);
    const { all, some, none, ahead, unseen } = kept.read;
    expect(all).toHaveLength(70 * 70);
    expect(some.map(({ series }) => series)).toEqual([3, 41, 69].flatMap((s) => new Array(70).fill(s)));
    expect(none).toEqual([]);
    expect(ahead.columns.every(({ isKnown }) => isKnown)).toBe(true);
    expect(unseen).toMatchObject([{ count: 10, price: 40, least: 1, most: 5 }]);
    expect(unseen[0]?.place).toContain('ahead.csv');
  });

  it('come in order for thousands of named series too, which DuckDB looks up by a join', async () => {
    const db = await openDuckDb({ memoryMiB: 128, threads: 2, temporaryFolder: folder });
    try {
      const lines: string[] = [];
      for (let t = 0; t < 80; t++) {
        for (let s = 0; s < 4_000; s++) lines.push(`i${(s * 7919) % 4_000},${day(t)},${(s * t) % 5}`);
      }
      const file = join(folder, 'many.csv');
      await writeFile(file, `item,date,quantity\n${lines.join('\n')}\n`);
      const found = await readObservations(db.connection, { file, map: {}, frequency: 'D' });
      const named = Array.from({ length: 3_000 }, (_, at) => Math.floor((at * 4) / 3));
      const read: string[] = [];
      for await (const rows of found.stream(named)) {
        read.push(...rows.map(({ series, step }) => `${series} ${step - found.firstStep}`));
      }
      expect(read).toEqual(
        named.flatMap((series) => Array.from({ length: 80 }, (_, step) => `${series} ${step}`)),
      );
    } finally {
      db.close();
    }
  });
});
