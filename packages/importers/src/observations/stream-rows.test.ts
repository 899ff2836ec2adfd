import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { openDuckDb } from './open-duckdb.ts';
import { streamRows } from './stream-rows.ts';

const rows = 100_000;
const sql = `SELECT range::INTEGER AS series, 1 AS step, 2::DOUBLE AS quantity, NULL, NULL, false FROM range(${rows})`;

async function countRows(disturb: 'nothing' | 'same connection' | 'another connection'): Promise<number> {
  const db = await openDuckDb({ memoryMiB: 256, threads: 1, temporaryFolder: tmpdir() });
  try {
    const other = await db.connect();
    let count = 0;
    for await (const chunk of streamRows(db.connection, sql, rows)) {
      count += chunk.length;
      if (disturb === 'same connection') await db.connection.run('SELECT 1');
      if (disturb === 'another connection') await other.run('SELECT 1');
    }
    return count;
  } finally {
    db.close();
  }
}

describe('streaming rows', () => {
  it('gives all rows, also while another connection works', async () => {
    expect(await countRows('nothing')).toBe(rows);
    expect(await countRows('another connection')).toBe(rows);
  });

  it('fails when the stream was cut short, instead of looking finished', async () => {
    await expect(countRows('same connection')).rejects.toThrow(
      /^Reading the input ended after \d+ of 100000 rows\.$/,
    );
  });
});
