import { readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { openDuckDb } from '@ordernimbus/importers/observations';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTestFolder, dailyRows, dayOf, excerpt, rowsOf, runCli } from './run-cli.ts';

const header = 'item,location,date,quantity';
let folder: Awaited<ReturnType<typeof createTestFolder>>;

beforeAll(async () => {
  folder = await createTestFolder();
});

const csv = (...rows: string[][]): string => `${[header, ...rows.flat()].join('\n')}\n`;

describe('nimbus forecast', () => {
  it('forecasts a real weekly file: columns, order, dates, quantiles that do not cross', async () => {
    const { code, stdout, stderr } = await runCli('forecast', excerpt, '--horizon', '4');
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toBe(
      'item,location,date,mean,q0.025,q0.1,q0.25,q0.5,q0.75,q0.9,q0.975,model',
    );
    const rows = rowsOf(stdout);
    expect(rows).toHaveLength(12 * 4);
    const keys = rows.map((row) => `${row[0]} ${row[2]}`);
    expect(keys).toEqual([...keys].sort());
    expect(rows.slice(0, 4).map((row) => row[2])).toEqual([
      '2016-01-04',
      '2016-01-11',
      '2016-01-18',
      '2016-01-25',
    ]);
    for (const row of rows) {
      const quantiles = row.slice(4, 11).map(Number);
      expect(Number(row[3])).toBeGreaterThanOrEqual(0);
      expect(quantiles).toEqual([...quantiles].sort((a, b) => a - b));
      expect(quantiles[0]).toBeGreaterThanOrEqual(0);
      expect(quantiles.every(Number.isFinite)).toBe(true);
    }
  });

  it('gives the same bytes again, for 1 and 2 threads and for rows in another order', async () => {
    const lines = readFileSync(excerpt, 'utf8').trimEnd().split('\n');
    const [first = '', ...rows] = lines;
    const shuffled = await folder.write('shuffled.csv', `${[first, ...rows.reverse()].join('\n')}\n`);
    const one = await runCli('forecast', excerpt, '--horizon', '4', '--threads', '1');
    const two = await runCli('forecast', excerpt, '--horizon', '4', '--threads', '2');
    const turned = await runCli('forecast', shuffled, '--horizon', '4');
    expect(one.stdout).not.toBe('');
    expect(two.stdout).toBe(one.stdout);
    expect(turned.stdout).toBe(one.stdout);
  });

  it('gives the same bytes for 1, 2 and 4 threads with promotions and prices that are known ahead', async () => {
    const items = Array.from({ length: 12 }, (_, i) => `item ${i}`);
    const columns = (i: number, t: number): string => {
      const isPromoted = Math.floor((t + 4 * i) / 5) % 4 === 0;
      return `${isPromoted ? 1 : 0},${(3 + i) * (isPromoted ? 0.8 : 1)}`;
    };
    const promoted = (i: number, t: number): boolean => columns(i, t).startsWith('1');
    const past = items.map((item, i) =>
      dailyRows(item, 's', 120, (t) => ((t * 7 + i * 3) % 5) + (promoted(i, t) ? 9 : 2) + (t % 7)).map(
        (row, t) => `${row},${columns(i, t)}`,
      ),
    );
    const ahead = items.flatMap((item, i) =>
      Array.from({ length: 7 }, (_, k) => `${item},s,${dayOf(120 + k)},${columns(i, 120 + k)}`),
    );
    const input = await folder.write(
      'promoted.csv',
      `${header},promotion,price\n${past.flat().join('\n')}\n`,
    );
    const future = await folder.write(
      'promoted-ahead.csv',
      `item,location,date,promotion,price\n${ahead.join('\n')}\n`,
    );
    const forecast = (threads: string) =>
      runCli('forecast', input, '--horizon', '7', '--future', future, '--threads', threads);
    const one = await forecast('1');
    expect(one.stderr).toBe('');
    expect(one.stdout).toContain('boosted');
    for (const threads of ['2', '4']) expect((await forecast(threads)).stdout).toBe(one.stdout);
  });

  it('reads CSV.gz, TSV and Parquet alike, and writes CSV, CSV.gz and Parquet alike', async () => {
    const text = readFileSync(excerpt);
    const gz = await folder.write('in.csv.gz', gzipSync(text));
    const tsv = await folder.write('in.tsv', text.toString().replaceAll(',', '\t'));
    const parquet = folder.path('in.parquet');
    const db = await openDuckDb({ memoryMiB: 256, threads: 1, temporaryFolder: folder.path('.') });
    await db.connection.run(`COPY (FROM read_csv('${excerpt}')) TO '${parquet}' (FORMAT parquet)`);
    const plain = (await runCli('forecast', excerpt, '--horizon', '2')).stdout;
    for (const input of [gz, tsv, parquet]) {
      expect((await runCli('forecast', input, '--horizon', '2')).stdout).toBe(plain);
    }
    for (const name of ['out.csv', 'out.csv.gz', 'out.parquet']) {
      expect(await runCli('forecast', excerpt, '--horizon', '2', '--out', folder.path(name))).toEqual({
        code: 0,
        stdout: '',
        stderr: '',
      });
    }
    expect(readFileSync(folder.path('out.csv'), 'utf8')).toBe(plain);
    expect(gunzipSync(readFileSync(folder.path('out.csv.gz'))).toString()).toBe(plain);
    const read = await db.connection.runAndReadAll(`FROM read_parquet('${folder.path('out.parquet')}')`);
    const fromParquet = read.getRows();
    expect(read.columnNames()).toEqual(plain.split('\n')[0]?.split(','));
    expect(fromParquet.map((row) => row[2])).toEqual(rowsOf(plain).map((row) => row[2]));
    for (const [index, row] of rowsOf(plain).entries()) {
      expect(Number(fromParquet[index]?.[3])).toBeCloseTo(Number(row[3]), 7);
    }
    db.close();
  });

  it('writes a summary', async () => {
    const summary = folder.path('summary.json');
    await runCli('forecast', excerpt, '--horizon', '4', '--summary', summary, '--seed', '5');
    const read = JSON.parse(readFileSync(summary, 'utf8')) as Record<string, unknown> & {
      accuracy: Record<string, unknown>;
      byModel: Record<string, number>;
    };
    expect(read).toMatchObject({
      command: 'forecast',
      rows: 624,
      series: 12,
      ok: 12,
      failed: 0,
      frequency: 'W',
      cutoff: '2015-12-28',
      horizon: 4,
      seed: 5,
      columns: { item: 'Product_Code', date: 'week', quantity: 'units' },
    });
    expect(read.dataHash).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(Object.values(read.byModel).reduce((sum, count) => sum + count, 0)).toBe(12);
    // the kind of the largest part of each mixture, not the mixture's label
    for (const kind of Object.keys(read.byModel)) expect(kind).toMatch(/^[a-z][a-z-]*$/);
    expect(Object.keys(read.accuracy)).toEqual(
      expect.arrayContaining([
        'wape',
        'wapeOfMedian',
        'bias',
        'mase',
        'rmsse',
        'scaledPinball',
        'coverage',
        'coverageRandomised',
      ]),
    );
    for (const field of ['seconds', 'cpuSeconds', 'engineCpuSeconds', 'peakMemoryMiB']) {
      expect(read[field]).toBeGreaterThan(0);
    }
    expect(read.engineCpuSeconds).toBeLessThan(read.cpuSeconds as number);
  });

  it('uses nothing after --cutoff', async () => {
    const whole = await folder.write('long.csv', csv(dailyRows('a', 's', 120)));
    const short = await folder.write('short.csv', csv(dailyRows('a', 's', 90)));
    const cut = await runCli('forecast', whole, '--horizon', '7', '--cutoff', dayOf(89));
    expect(cut.stdout).toBe((await runCli('forecast', short, '--horizon', '7')).stdout);
    expect(rowsOf(cut.stdout)[0]?.[2]).toBe(dayOf(90));
  });

  it('follows --levels, --map and --models', async () => {
    const file = await folder.write('mapped.csv', `a,b,c,d\n${dailyRows('x', 'y', 60).join('\n')}\n`);
    const map = 'item=a,location=b,date=c,quantity=d';
    const { stdout, stderr } = await runCli(
      ...['forecast', file, '--horizon', '3', '--map', map, '--levels', '90', '--models', 'seasonal-naive'],
    );
    expect(stderr).toBe('');
    expect(stdout.split('\n')[0]).toBe('item,location,date,mean,q0.05,q0.5,q0.95,model');
    const rows = rowsOf(stdout);
    expect(rows.map((row) => row.slice(0, 3))).toEqual([60, 61, 62].map((t) => ['x', 'y', dayOf(t)]));
    expect(rows.every((row) => row[7]?.includes('seasonal-naive'))).toBe(true);
  });

  it('has a column for each quantile of a level of many digits, and counts what is inside', async () => {
    const file = await folder.write('levels.csv', csv(dailyRows('x', 'y', 60)));
    const summary = folder.path('levels.json');
    const { stdout } = await runCli(
      ...['forecast', file, '--horizon', '3', '--models', 'seasonal-naive', '--summary', summary],
      ...['--levels', '80,66.66666666666,80.0'],
    );
    const [head, ...lines] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','));
    expect(head?.slice(3)).toEqual(['mean', 'q0.1', 'q0.16666667', 'q0.5', 'q0.83333333', 'q0.9', 'model']);
    for (const line of lines) expect(line).toHaveLength(10);
    const { coverage } = JSON.parse(readFileSync(summary, 'utf8')).accuracy;
    expect(Object.keys(coverage).sort()).toEqual(['66.66666666666', '80']);
    expect(coverage['66.66666666666']).toBeGreaterThan(0.3);
  });

  it('forecasts zero on days that are known to be closed, from the input and from --future', async () => {
    const rows = dailyRows('a', 's', 84, (t) => (t % 7 === 6 ? 0 : 10 + (t % 7))).map(
      (row, t) => `${row},${t % 7 === 6 ? 0 : 1}`,
    );
    const ahead = [85, 86].map((t) => `a,s,${dayOf(t)},,${t === 86 ? 0 : 1}`);
    const input = await folder.write('open.csv', `${header},open\n${[...rows, ...ahead].join('\n')}\n`);
    const future = await folder.write('future.csv', `item,location,date,open\na,s,${dayOf(84)},0\n`);
    const { stdout, stderr } = await runCli('forecast', input, '--horizon', '4', '--future', future);
    expect(stderr).toBe('');
    const means = rowsOf(stdout).map((row) => Number(row[3]));
    expect(rowsOf(stdout).map((row) => row[2])).toEqual([84, 85, 86, 87].map(dayOf));
    expect([means[0], means[2]]).toEqual([0, 0]);
    expect(means[1]).toBeGreaterThan(5);
    expect(means[3]).toBeGreaterThan(5);
    expect(rowsOf(stdout)[0]?.slice(4, 11)).toEqual(new Array(7).fill('0'));
  });

  it('takes missing days of a daily file as zero, and out-of-stock days as unknown', async () => {
    const everyFourth = dailyRows('gaps', 's', 200, () => 8).filter((_, t) => t % 4 === 0);
    const soldOut = dailyRows('stock', 's', 200, (t) => (t % 2 === 0 ? 8 : 0)).map(
      (row, t) => `${row},${t % 2 === 0 ? 1 : 0}`,
    );
    const input = await folder.write(
      'gaps.csv',
      `${header},in_stock\n${[...everyFourth.map((row) => `${row},1`), ...soldOut].join('\n')}\n`,
    );
    const { stdout } = await runCli('forecast', input, '--horizon', '28');
    const meanOf = (item: string): number => {
      const means = rowsOf(stdout).filter((row) => row[0] === item);
      return means.reduce((sum, row) => sum + Number(row[3]), 0) / means.length;
    };
    expect(meanOf('gaps')).toBeGreaterThan(1);
    expect(meanOf('gaps')).toBeLessThan(4);
    expect(meanOf('stock')).toBeCloseTo(8, 0);
  });

  it('keeps item names with separators and quotes whole', async () => {
    const rows = dailyRows('X', 's', 30).map((row) => row.replace('X', '"a ""big"", one"'));
    const input = await folder.write('quoted.csv', csv(rows));
    const { stdout } = await runCli('forecast', input, '--horizon', '1');
    expect(stdout.split('\n')[1]?.startsWith(`"a ""big"", one",s,${dayOf(30)},`)).toBe(true);
  });

  it('reads monthly, quarterly, yearly and hourly files at their own frequency', async () => {
    const cases = [
      {
        dates: (t: number) => `${2018 + Math.floor(t / 12)}-${String((t % 12) + 1).padStart(2, '0')}`,
        next: '2021-01-01',
      },
      { dates: (t: number) => `${2012 + Math.floor(t / 4)}-Q${(t % 4) + 1}`, next: '2021-01-01' },
      { dates: (t: number) => `${1985 + t}`, next: '2021-01-01' },
      {
        dates: (t: number) => new Date(Date.UTC(2021, 0, 1, t)).toISOString().slice(0, 16).replace('T', ' '),
        next: '2021-01-02 12:00:00',
      },
    ];
    for (const { dates, next } of cases) {
      const rows = Array.from({ length: 36 }, (_, t) => `a,s,${dates(t)},${20 + (t % 5)}`);
      const input = await folder.write('frequency.csv', csv(rows));
      const { stdout, stderr } = await runCli('forecast', input, '--horizon', '1');
      expect(stderr).toBe('');
      expect(rowsOf(stdout)[0]?.[2]).toBe(next);
    }
  });

  it('survives 10^14, negative quantities, one row, all zero and a new item', async () => {
    const input = await folder.write(
      'odd.csv',
      csv(
        dailyRows('huge', 's', 40, (t) => 1e14 - t),
        dailyRows('negative', 's', 40, (t) => (t % 5 === 0 ? -3 : 4)),
        dailyRows('zero', 's', 40, () => 0),
        [`single,s,${dayOf(39)},3`],
        dailyRows('empty', 's', 40, (t) => (t < 39 ? '' : 2)),
      ),
    );
    const { code, stdout, stderr } = await runCli('forecast', input, '--horizon', '3');
    expect(code).toBe(0);
    expect(stderr).toMatch(/^nimbus: 8 negative quantities/);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    const rows = rowsOf(stdout);
    expect(new Set(rows.map((row) => row[0]))).toEqual(
      new Set(['empty', 'huge', 'negative', 'single', 'zero']),
    );
    for (const row of rows) expect(Number(row[3])).toBeGreaterThanOrEqual(0);
    expect(rows.filter((row) => row[0] === 'zero').map((row) => row[3])).toEqual(['0', '0', '0']);
  });
});
