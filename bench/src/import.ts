import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { cpus, loadavg, release, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { appRole, createDatabase, ensureRoles, migrate, platformRole, urlAs } from '@ordernimbus/data';
import { from } from 'pg-copy-streams';
import { startThrowAwayPostgres } from '../../app/cli/src/postgres/index.ts';
import { generateSales } from './import/generate-sales.ts';
import { compareStorage } from './import/storage-shapes.ts';

interface PipelineFigures {
  outcome: string;
  seconds: Record<string, number>;
  rows: number;
  unitsPreview: number;
  unitsStored: number;
  quarters: number;
  itemDays: number;
  peakMiB: number;
}

const perSecond = (rows: number, seconds: number): string =>
  `${Math.round(rows / seconds).toLocaleString('en')} rows/s`;

/** `npm run bench -- import [rows]`: a long CSV through the whole pipeline, beside bare DuckDB and bare COPY. */
export async function run(args: readonly string[]): Promise<number> {
  const rows = Number(args[0] ?? 5_000_000);
  const load = loadavg()[0] ?? 0;
  const folder = await mkdtemp(path.join(tmpdir(), 'ordernimbus-bench-'));
  const server = await startThrowAwayPostgres();
  try {
    const file = path.join(folder, 'sales.csv');
    await generateSales(file, { items: 10_000, locations: 5, rows });
    const bytes = (await stat(file)).size;
    const passwords = { appPassword: 'bench-app', platformPassword: 'bench-platform' };
    await ensureRoles(server.url, passwords);
    await migrate(server.url);

    const duckdb = await bareDuckDb(file);
    const copy = await bareCopy(server.url, file);
    const child = await promisify(execFile)(
      process.execPath,
      [
        fileURLToPath(new URL('import/pipeline-child.ts', import.meta.url)),
        JSON.stringify({
          file,
          folder: path.join(folder, 'objects'),
          appUrl: urlAs(server.url, appRole, passwords.appPassword),
          platformUrl: urlAs(server.url, platformRole, passwords.platformPassword),
        }),
      ],
      { maxBuffer: 1 << 24 },
    );
    const figures = JSON.parse(child.stdout) as PipelineFigures;
    const total = Object.values(figures.seconds).reduce((sum, part) => sum + part, 0);
    const storage = await compareStorage(server.url);
    const ok =
      figures.outcome === 'done' && figures.rows === rows && figures.unitsPreview === figures.unitsStored;

    const lines = [
      '# Import: a long CSV end to end',
      '',
      `${rows.toLocaleString('en')} rows, ${(bytes / 2 ** 20).toFixed(0)} MiB, 10,000 items x 5 locations; \`npm run bench -- import\`.`,
      `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${release()}, Node ${process.version}, ${await versions()}. Load average of the machine when it began: ${load.toFixed(2)}.`,
      '',
      '| what | seconds | speed |',
      '| --- | ---: | ---: |',
      `| DuckDB, bare read of the file (all columns summed) | ${duckdb.toFixed(2)} | ${perSecond(rows, duckdb)} |`,
      `| PostgreSQL, bare COPY of the file into a plain table | ${copy.toFixed(2)} | ${perSecond(rows, copy)} |`,
      ...Object.entries(figures.seconds).map(
        ([name, seconds]) => `| pipeline: ${name} | ${seconds.toFixed(2)} | ${perSecond(rows, seconds)} |`,
      ),
      `| **pipeline, end to end** | **${total.toFixed(2)}** | **${perSecond(rows, total)}** |`,
      '',
      `End to end takes ${(total / duckdb).toFixed(1)} times the bare read and ${(total / copy).toFixed(2)} times the bare COPY. Peak memory of the pipeline's process ${figures.peakMiB.toFixed(0)} MiB. ${figures.itemDays.toLocaleString('en')} item-days in ${figures.quarters.toLocaleString('en')} rows of \`sales_quarters\`; units previewed and stored ${ok ? 'agree' : 'DISAGREE'}.`,
      '',
      ...storage,
      '',
    ];
    const text = lines.join('\n');
    process.stdout.write(text);
    const results = fileURLToPath(new URL('../results/', import.meta.url));
    await mkdir(results, { recursive: true });
    if (rows === 5_000_000) {
      await writeFile(path.join(results, 'import.md'), text);
      await writeFile(
        path.join(results, 'import.json'),
        `${JSON.stringify({ ...figures, bytes, loadAverage: load, node: process.version, cores: cpus().length, duckdbSeconds: duckdb, copySeconds: copy, totalSeconds: total }, null, 2)}\n`,
      );
    }
    return ok && rows / total >= 150_000 && figures.peakMiB < 1024 ? 0 : 1;
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function bareDuckDb(file: string): Promise<number> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const began = performance.now();
  await connection.runAndReadAll(
    `SELECT max(date), max(sku), max(store), sum(units), sum(price) FROM read_csv('${file.replaceAll("'", "''")}')`,
  );
  const seconds = (performance.now() - began) / 1000;
  connection.closeSync();
  instance.closeSync();
  return seconds;
}

async function bareCopy(url: string, file: string): Promise<number> {
  const database = createDatabase({ url, statementTimeoutMs: 0 });
  const client = await database.pool.connect();
  try {
    await client.query('create table bare (date date, sku text, store text, units float8, price float8)');
    const began = performance.now();
    await pipeline(
      createReadStream(file),
      client.query(from('copy bare from stdin (format csv, header true)')),
    );
    const seconds = (performance.now() - began) / 1000;
    await client.query('drop table bare');
    return seconds;
  } finally {
    client.release();
    await database.close();
  }
}

async function versions(): Promise<string> {
  const duckdb = JSON.parse(
    await readFile(new URL('../../node_modules/@duckdb/node-api/package.json', import.meta.url), 'utf8'),
  ) as { version: string };
  return `DuckDB ${duckdb.version}, PostgreSQL 18.4`;
}
