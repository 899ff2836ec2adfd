import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDuckDb } from './open-duckdb.ts';
import { readObservations } from './read-observations.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nimbus-columns-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What is made of the columns of a file, its rows, and what is known `horizon` days after its last quantity. */
async function describeFile(input: string, horizon: number, future?: string, lastDate?: string) {
  const file = join(folder, 'in.csv');
  const futureFile = join(folder, 'future.csv');
  await writeFile(file, input);
  if (future !== undefined) await writeFile(futureFile, future);
  const db = await openDuckDb({ memoryMiB: 128, threads: 1, temporaryFolder: folder });
  try {
    const observations = await readObservations(db.connection, {
      file,
      map: {},
      frequency: 'D',
      ...(future === undefined ? {} : { futureFile }),
    });
    const cutoff = lastDate === undefined ? undefined : observations.lastStepUpTo(lastDate);
    const ahead = await observations.knownAhead(cutoff ?? observations.lastStep, horizon);
    const rows: (readonly number[])[] = [];
    for await (const chunk of observations.stream()) rows.push(...chunk.map((row) => row.known));
    return {
      observations,
      rows,
      kinds: Object.fromEntries(observations.covariates.varying.map(({ name, kind }) => [name, kind])),
      ahead: observations.covariates.varying.flatMap(({ name }, at) =>
        ahead.columns[at]?.isKnown ? [name] : [],
      ),
      told: ahead.columns.map(({ told }) => told),
    };
  } finally {
    db.close();
  }
}

const header = 'item,location,date,quantity';

describe('columns beside the observation', () => {
  it('tells open days, flags, prices, numbers and categories apart, and numbers their values', async () => {
    const { kinds, rows } = await describeFile(
      `${header},open,promotion,price,unit price 2,footfall,event\n` +
        'a,x,2024-01-01,1,1,yes,2.5,1,10,Easter\na,x,2024-01-02,1,0,no,,0,,\na,x,2024-01-03,1,1,,3,1,12,Advent\n',
      1,
    );
    expect(kinds).toEqual({
      open: 'open',
      promotion: 'flag',
      price: 'price',
      'unit price 2': 'price',
      footfall: 'number',
      event: 'category',
    });
    const none = Number.NaN;
    expect(rows).toEqual([
      [1, 1, 2.5, 1, 10, 2],
      [0, 0, none, 0, none, none],
      [1, none, 3, 1, 12, 1],
    ]);
  });

  it('makes an attribute of what is constant within every series, and says why of what is left out', async () => {
    const { observations } = await describeFile(
      `${header},region,size,own,same,empty\n` +
        ['a,x,01,north,2,u1', 'a,y,01,south,,u2', 'b,x,01,north,1,u3', 'a,x,02,north,2,u1']
          .map((row) => row.split(','))
          .map(([item, at, day, ...rest]) => `${item},${at},2024-01-${day},1,${rest.join(',')},s,`)
          .join('\n'),
      1,
    );
    expect(
      observations.covariates.attributes.map(({ name, count, codes }) => [name, count, [...codes]]),
    ).toEqual([
      ['region', 2, [0, 1, 0]],
      ['size', 2, [1, -1, 0]],
    ]);
    expect(observations.covariates.unused).toEqual([
      { name: 'own', reason: 'every series has a value of its own' },
      { name: 'same', reason: 'it has one value only' },
      { name: 'empty', reason: 'it is empty' },
    ]);
    expect(observations.covariates.varying).toEqual([]);
  });

  it('leaves out a text with more values than a category may have', async () => {
    const rows = Array.from({ length: 300 }, (_, t) => {
      const date = new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10);
      return `a,x,${date},1,note ${t}`;
    });
    const { observations } = await describeFile(`${header},note\n${rows.join('\n')}\n`, 1);
    expect(observations.covariates.unused).toEqual([
      { name: 'note', reason: 'it is text with more than 255 values' },
    ]);
  });

  it('refuses a text among prices', async () => {
    await expect(
      describeFile(`${header},price\na,x,2024-01-01,1,2.5\na,x,2024-01-02,1,cheap\n`, 1),
    ).rejects.toThrow('in.csv, line 3, column "price": "cheap" is not a number.');
  });
});

describe('what is known ahead', () => {
  const input = `${header},price,promotion,visitors\na,x,2024-01-01,1,2,0,7\na,x,2024-01-02,1,3,1,8\n`;

  it('is nothing without later rows', async () => {
    expect((await describeFile(input, 2)).ahead).toEqual([]);
  });

  it('is what the future file has; promotions may be listed by their days alone', async () => {
    const full = 'item,location,date,price,promotion\na,x,2024-01-03,3,\na,x,2024-01-04,3,1\n';
    expect((await describeFile(input, 2, full)).ahead).toEqual(['price', 'promotion']);
    const listed = 'item,location,date,promotion\na,x,2024-01-06,1\n';
    expect((await describeFile(input, 4, listed)).ahead).toEqual(['promotion']);
  });

  it('is what later rows of the input have for at least half of the steps', async () => {
    expect((await describeFile(input, 2, undefined, '2024-01-01')).ahead).toEqual([
      'price',
      'promotion',
      'visitors',
    ]);
    expect((await describeFile(input, 3, undefined, '2024-01-01')).ahead).toEqual([]);
  });

  it('refuses a hole in the prices of a series that the future file continues', async () => {
    const future = 'item,date,price\na,2024-01-03,3\na,2024-01-05,3\n';
    await expect(describeFile(input, 3, future)).rejects.toThrow(
      'future.csv, column "price": a at x has no value for 2024-01-04; give one for each date of the horizon',
    );
  });

  it('is a price that the future file has for a few of the series: the others keep theirs', async () => {
    const four = ['a', 'b', 'c', 'd'].map((item) =>
      input.split('\n').slice(1, 3).join('\n').replaceAll('a,', `${item},`),
    );
    const panel = `${header},price,promotion,visitors\n${four.join('\n')}\n`;
    const future = 'item,date,price,visitors\nb,2024-01-03,3,5\nb,2024-01-04,3,6\n';
    const { ahead, told } = await describeFile(panel, 2, future);
    expect(ahead).toEqual(['price']);
    expect(told).toEqual([1, 0, 1]);
    // few as they are, a hole is a hole; a row that is there is named
    const hole = 'item,date,price\nb,2024-01-03,3\nb,2024-01-04,\n';
    await expect(describeFile(panel, 2, hole)).rejects.toThrow(
      'future.csv, line 3, column "price": b at x has no value for 2024-01-04;',
    );
  });

  describe('of a number that is zero on most days', () => {
    const past = (column: string, values: readonly number[]): string =>
      `${header},${column}\n${values.map((value, t) => `a,x,2024-01-0${1 + t},1,${value}\n`).join('')}`;
    const cuts = [0, 0, 25];

    it('is zero on the days that are not listed', async () => {
      const future = 'item,date,promotion\na,2024-01-05,25\n';
      expect((await describeFile(past('promotion', cuts), 4, future)).ahead).toEqual(['promotion']);
      const rain = 'item,date,rain\na,2024-01-05,2.5\n';
      expect((await describeFile(past('rain', cuts), 4, rain)).ahead).toEqual(['rain']);
    });

    it('is not known where zeros are written down, but of a promotion', async () => {
      const future = (column: string): string => `item,date,${column}\na,2024-01-05,25\na,2024-01-06,0\n`;
      await expect(describeFile(past('rain', cuts), 4, future('rain'))).rejects.toThrow(
        'future.csv, column "rain": a at x has no value for 2024-01-04;',
      );
      const promotions = await describeFile(past('promotion', cuts), 4, future('promotion'));
      expect(promotions.ahead).toEqual(['promotion']);
    });

    it.each([
      ['often something else', [0, 25, 25]],
      ['sometimes below zero', [0, 0, -5]],
    ])('is not known when it is %s', async (_, values) => {
      const future = 'item,date,degrees\na,2024-01-05,25\n';
      await expect(describeFile(past('degrees', values), 4, future)).rejects.toThrow('has no value for');
    });
  });

  it('is nothing of a column that the history lacks, which is named', async () => {
    const future = 'item,date,price,weather\na,2024-01-03,3,sun\n';
    const { observations } = await describeFile(input, 1, future);
    expect(observations.covariates.onlyAhead).toEqual(['weather']);
  });

  it('refuses two future rows for one date', async () => {
    const future = 'item,location,date,price\na,x,2024-01-03,3\na,x,2024-01-03,4\n';
    await expect(describeFile(input, 1, future)).rejects.toThrow(
      'future.csv, line 3, column "date": a at x has a second row for 2024-01-03, after line 2',
    );
  });
});
