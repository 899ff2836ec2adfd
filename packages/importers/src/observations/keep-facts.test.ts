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

/** Which of the series that `writeFiles` writes has this item and location. */
function numberOf(item = '', location = ''): number {
  const [i, l] = [Number(item.slice(1)), Number(location.slice(1))];
  for (let s = 0; s < 70; s++) if (s % 7 === i && s % 10 === l) return s;
  return Number.NaN;
}

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

describe('the numbers of a file', () => {
  it('are kept in order in place of the texts, with what is planned behind them', async () => {
    const db = await openDuckDb({ memoryMiB: 128, threads: 2, temporaryFolder: folder });
    try {
      const found = await readObservations(db.connection, {
        ...(await writeFiles()),
        map: {},
        frequency: 'D',
      });
      const read = async (series?: readonly number[]): Promise<ObservationRow[]> => {
        const rows: ObservationRow[] = [];
        for await (const chunk of found.stream(series)) rows.push(...chunk);
        return rows;
      };
      const tables = await db.connection.runAndReadAll('SELECT table_name FROM duckdb_tables() ORDER BY 1');
      expect(tables.getRows().flat()).toContain('facts');
      expect(tables.getRows().flat()).not.toContain('observations');
      const all = await read();
      expect(all.map(({ series, step }) => [series, step - found.firstStep])).toEqual(
        Array.from({ length: 70 * 70 }, (_, at) => [Math.floor(at / 70), at % 70]),
      );
      for (const { series, step, quantity, fromFuture, known } of all) {
        const t = step - found.firstStep;
        const s = numberOf(found.items[series], found.locations[series]);
        expect(fromFuture).toBe(t >= 60);
        const isUnknown = t >= 60 || (s * t) % 7 === 3;
        expect(quantity).toBe(isUnknown ? Number.NaN : (s * t) % 11);
        const price = s === 0 ? 40 : 2;
        expect(known).toContain(t >= 60 ? price : 1 + (t % 5));
      }
      const some = await read([3, 41, 69]);
      expect(some).toEqual(all.filter(({ series }) => [3, 41, 69].includes(series)));
      expect(await read([])).toEqual([]);
      expect(found.lastStep - found.firstStep).toBe(59);
      expect(found.listsSalesOnly).toBe(false);
      const ahead = await found.knownAhead(found.lastStep, 10);
      expect(ahead.columns.every(({ isKnown }) => isKnown)).toBe(true);
      const unseen = await found.unseenPrices(found.lastStep, 10);
      expect(unseen).toMatchObject([{ count: 10, price: 40, least: 1, most: 5 }]);
      expect(unseen[0]?.place).toContain('ahead.csv');
    } finally {
      db.close();
    }
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
