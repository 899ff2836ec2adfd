import { openDuckDb } from '@ordernimbus/importers/observations';
import { describe, expect, it } from 'vitest';
import { createTestFolder, runCli } from './run-cli.ts';

describe('an input that is still being read while output is written', () => {
  it('is forecast to its last series, to Parquet as to CSV', async () => {
    const folder = await createTestFolder();
    const db = await openDuckDb({ memoryMiB: 512, threads: 2, temporaryFolder: folder.path('.') });
    const input = folder.path('in.parquet');
    await db.connection.run(
      `COPY (SELECT format('sku-{:05d}', i) AS item, DATE '2024-01-01' + t::INTEGER AS date, (i * 31 + t * 7) % 11 AS quantity
       FROM range(4000) a(i), range(40) b(t)) TO '${input}' (FORMAT parquet)`,
    );
    const out = folder.path('out.parquet');
    const run = await runCli('forecast', input, '--horizon', '60', '--models', 'naive', '--out', out);
    expect(run.stderr).toBe('');
    const read = await db.connection.runAndReadAll(
      `SELECT count(*)::INTEGER, count(DISTINCT item)::INTEGER, max(item) FROM read_parquet('${out}')`,
    );
    expect(read.getRows()[0]).toEqual([240_000, 4000, 'sku-03999']);
    db.close();
  });
});
