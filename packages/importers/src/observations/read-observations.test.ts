import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StepFrequency } from './calendar.ts';
import { openDuckDb } from './open-duckdb.ts';
import { readObservations } from './read-observations.ts';
import type { ObservationRow } from './stream-rows.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nimbus-read-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(
  content: string | Uint8Array,
  name = 'in.csv',
  future?: string,
  frequency: StepFrequency | 'auto' = 'auto',
  series?: readonly number[],
) {
  const file = join(folder, name);
  await writeFile(file, content);
  const futureFile = join(folder, 'future.csv');
  if (future !== undefined) await writeFile(futureFile, future);
  const db = await openDuckDb({ memoryMiB: 128, threads: 1, temporaryFolder: folder });
  try {
    const observations = await readObservations(db.connection, {
      file,
      map: {},
      frequency,
      ...(future === undefined ? {} : { futureFile }),
    });
    const rows: ObservationRow[] = [];
    for await (const chunk of observations.stream(series)) rows.push(...chunk);
    return { observations, rows };
  } finally {
    db.close();
  }
}

const quantities = async (...args: Parameters<typeof read>): Promise<number[]> =>
  (await read(...args)).rows.map((row) => row.quantity);

describe('reading observations', () => {
  it('sorts by item, location and date, whatever the order of the file', async () => {
    const { observations, rows } = await read(
      'date,qty,sku,store\n2024-01-02,4,b,x\n2024-01-01,3,b,x\n2024-01-01,2,a,y\n2024-01-01,1,a,x\n',
    );
    expect(observations.items).toEqual(['a', 'a', 'b']);
    expect(observations.locations).toEqual(['x', 'y', 'x']);
    expect(rows.map(({ series, quantity }) => [series, quantity])).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
      [2, 4],
    ]);
    expect(observations.calendar.nameOf(observations.lastStep)).toBe('2024-01-02');
  });

  it('reads some series alone, with what is known ahead of them', async () => {
    const csv =
      'date,qty,sku,promo\n2024-01-01,1,a,0\n2024-01-01,2,b,1\n2024-01-02,3,b,0\n2024-01-01,4,c,0\n2024-01-02,5,c,1\n';
    const ahead = 'date,sku,promo\n2024-01-03,a,0\n2024-01-03,b,1\n2024-01-03,c,0\n';
    const some = async (series: readonly number[]) =>
      (await read(csv, 'some.csv', ahead, 'D', series)).rows.map((row) => [
        row.series,
        row.quantity,
        row.known[0],
        row.fromFuture,
      ]);
    expect(await some([1])).toEqual([
      [1, 2, 1, false],
      [1, 3, 0, false],
      [1, Number.NaN, 1, true],
    ]);
    expect((await some([2, 0])).map(([series]) => series)).toEqual([0, 0, 2, 2, 2]);
    expect(await some([])).toEqual([]);
  });

  it.each([
    ['decimal points', '1.5', '2', [1.5, 2]],
    ['decimal commas', '"1,5"', '"2,25"', [1.5, 2.25]],
    ['thousands', '"1,234"', '"1,234,567.5"', [1234, 1234567.5]],
    ['exponents', '1e3', '-2', [1000, -2]],
    ['words for nothing', 'NA', '7', [Number.NaN, 7]],
  ])('reads %s', async (_, first, second, expected) => {
    expect(await quantities(`sku,date,qty\na,2024-01-01,${first}\na,2024-01-02,${second}\n`)).toEqual(
      expected,
    );
  });

  it('asks rather than guess whether a comma is decimal', async () => {
    await expect(read('sku,date,qty\na,2024-01-01,"1,234"\n')).rejects.toThrow(
      'in.csv, line 2, column "qty": "1,234" is not a number.',
    );
  });

  it.each([
    ['a decimal comma', ['"1,5"', '"2,5"', 'abc', '"3,5"'], 4, 'abc'],
    ['thousands', ['"1,200.50"', '"2,000"', 'oops'], 4, 'oops'],
    ['thousands and a decimal comma', ['"1.200,50"', '"2.200,50"', '1.5'], 4, '1.5'],
    ['points', ['1.5', '2.25', '"1,5"'], 4, '1,5'],
  ])('names the cell that does not fit a column with %s', async (_, cells, line, wrong) => {
    const rows = cells.map((cell, t) => `a,2024-01-0${t + 1},${cell}`).join('\n');
    await expect(read(`sku,date,qty\n${rows}\n`)).rejects.toThrow(
      `in.csv, line ${line}, column "qty": "${wrong}" is not a number.`,
    );
    const prices = cells.map((cell, t) => `a,2024-01-0${t + 1},1,${cell}`).join('\n');
    await expect(read(`sku,date,qty,price\n${prices}\n`)).rejects.toThrow(
      `in.csv, line ${line}, column "price": "${wrong}" is not a number.`,
    );
  });

  describe('where points and commas could both be decimal', () => {
    const table = (...rows: string[]): string => `sku;date;qty;price\n${rows.join('\n')}\n`;
    const [first, second] = ['a;2024-01-01', 'a;2024-01-02'];

    it.each([
      ['a decimal comma', '9,99', [1200, 1250]],
      ['a decimal point', '9.99', [1.2, 1.25]],
      ['nothing', '9', [1.2, 1.25]],
    ])('the other columns decide: %s', async (_, price, expected) => {
      const text = table(`${first};1.200;${price}`, `${second};1.250;${price}`);
      expect(await quantities(text)).toEqual(expected);
    });

    it('they decide on thousands too, and ask where they differ', async () => {
      expect(await quantities(table(`${first};1,234;9.99`))).toEqual([1234]);
      expect(await quantities(table(`${first};1,234;9,99`))).toEqual([1.234]);
      const both = table(`${first};1,234;9,99`, `${second};2,345;9,99`).replaceAll('\n', ';1.5\n');
      await expect(read(both.replace('price;1.5', 'price;size'))).rejects.toThrow(
        'in.csv, line 2, column "qty": "1,234" is not a number.',
      );
    });

    it('a fraction stays one: no thousands begin with a zero', async () => {
      expect(await quantities(table(`${first};0.125;9,99`, `${second};0.250;9,99`))).toEqual([0.125, 0.25]);
    });

    it('the history decides on the future', async () => {
      const { rows } = await read(
        table(`${first};1;1.199,50`, `${second};1;1.099,50`),
        'in.csv',
        'sku;date;price\na;2024-01-03;1.200\n',
      );
      expect(rows.at(-1)?.known).toEqual([1200]);
    });
  });

  it.each([
    ['a byte order mark', '\ufeffsku,date,qty\na,2024-01-01,1\nb,2024-01-01,2\n'],
    ['semicolons', 'sku;date;qty\na;2024-01-01;1\nb;2024-01-01;2\n'],
    ['bars and spaces', 'sku | date | qty\n a | 2024-01-01 | 1\nb|2024-01-01|2 \n'],
    ['CRLF', 'sku,date,qty\r\na,2024-01-01,1\r\nb,2024-01-01,2\r\n'],
    ['mixed line ends', 'sku,date,qty\na,2024-01-01,1\r\nb,2024-01-01,2\n'],
    ['CRLF and a line feed in the header', '"item\nname",date,qty\r\na,2024-01-01,1\r\nb,2024-01-01,2\r\n'],
    ['line feeds and CRLF in the header', '"item\r\nname",date,qty\na,2024-01-01,1\nb,2024-01-01,2\n'],
    ['line feeds and a lone CR in the header', '"item\rname",date,qty\na,2024-01-01,1\nb,2024-01-01,2\n'],
    ['CRLF and a lone CR in the header', '"item\rname",date,qty\r\na,2024-01-01,1\r\nb,2024-01-01,2\r\n'],
    ['no line end at the end, and empty lines', 'sku,date,qty\n\na,2024-01-01,1\n\nb,2024-01-01,2'],
  ])('reads a file with %s', async (_, content) => {
    expect(await quantities(content)).toEqual([1, 2]);
    expect(await quantities(gzipSync(content), 'in.csv.gz')).toEqual([1, 2]);
  });

  it('reads no rows under a header with a line break as no rows', async () => {
    await expect(read('"item\nname",date,qty\r\n')).rejects.toThrow(
      'in.csv: the file has a header but no rows.',
    );
  });

  it('reads commas in a file that is named .tsv and has no tabs', async () => {
    expect(await quantities('sku,date,qty\na,2024-01-01,1\n', 'in.tsv')).toEqual([1]);
  });

  describe('an archive', () => {
    const text = `sku,date,qty\n${Array.from({ length: 40_000 }, (_, i) => `item ${(i * 7919) % 40_009},2024-01-01,${i % 9}`).join('\n')}\n`;
    const whole = gzipSync(text);

    it('of several parts is read to its end', async () => {
      const parts = ['sku,date,qty\na,2024-01-01,1\n', 'b,2024-01-01,2\n', 'c,2024-01-01,3\n'];
      const joined = Buffer.concat(parts.map((part) => gzipSync(part)));
      expect(await quantities(joined, 'parts.csv.gz')).toEqual([1, 2, 3]);
    });

    // What is missing may begin at the end of a line, or be the checksum alone: the rest would look whole.
    it.each([
      ['cut off in the middle', whole.subarray(0, whole.length >> 1)],
      ['cut off after its last row', whole.subarray(0, -5)],
      ['damaged', Buffer.from(whole).fill(0x55, whole.length >> 1, (whole.length >> 1) + 40)],
    ])('that is %s is refused as such', async (_, bytes) => {
      await expect(read(bytes, 'cut.csv.gz')).rejects.toThrow(
        /^cut\.csv\.gz: the file is cut off or damaged \(gzip: [^\n]*\)\.$/,
      );
    });
  });

  describe('the line of a fault', () => {
    const above = `sku,date,qty\n${Array.from({ length: 9 }, (_, t) => `"x\ny",2024-01-0${t + 1},3\n\n`).join('')}`;
    const line = above.split('\n').length;

    it.each([
      ['ragged', 'x,2024-01-01,3,4', 'the header names 3 columns, but this line has 4.'],
      ['short', 'x,2024-01-01', 'the header names 3 columns, but this line has 2.'],
      ['not UTF-8', '\xe9,2024-01-01,3', 'the text is not UTF-8; save the file as UTF-8.'],
      ['not closed', '"x,2024-01-01,3', 'a quotation mark is opened and not closed.'],
      ['no number', 'x,2024-01-01,many', ', column "qty": "many" is not a number.'],
      [
        'nothing but errors',
        '#N/A,#N/A,#N/A',
        ', column "sku": "#N/A" is no item, but what a spreadsheet shows where it has no result.',
      ],
    ])('is that of the file after quoted line breaks: %s', async (_, row, reason) => {
      const place = `line ${line}${reason.startsWith(',') ? reason : `: ${reason}`}`;
      for (const text of [above, above.replaceAll('\n', '\r\n'), above.replace(',3\n', ',3\r\n')]) {
        const bytes = Buffer.from(`${text}${row}\n`, 'latin1');
        await expect(read(bytes)).rejects.toThrow(`in.csv, ${place}`);
        await expect(read(gzipSync(bytes), 'in.csv.gz')).rejects.toThrow(`in.csv.gz, ${place}`);
      }
    });

    it('is not confused by a quotation mark inside a cell, or after spaces', async () => {
      const rows = 'tube 5",2024-01-01,3,\n "y",2024-01-01,3,\nz,2024-01-01,3, "a ""b""\nc"\n';
      for (const [row, reason] of [
        ['x,2024-01-01', ': the header names 4 columns'],
        ['x,2024-01-01,many,', ', column "qty": "many" is not'],
      ]) {
        await expect(read(`sku,date,qty,note\n${rows}${row}\n`)).rejects.toThrow(`in.csv, line 6${reason}`);
      }
    });

    it.each([
      [['zzz', 'aaa'], '"zzz" is not a date'],
      [['02/03/2024', '01/02/2024'], '"02/03/2024" can be read day first or month first'],
      [['9999-01-01', '0001-01-01'], '"9999-01-01" lies outside'],
    ])('is the first in the file of %s', async ([first = '', second = ''], reason) => {
      await expect(read(`sku,date,qty\na,${first},1\na,${second},1\n`)).rejects.toThrow(
        `in.csv, line 2, column "date": ${reason}`,
      );
    });
  });

  it.each([
    ['9999-12-31', 'for "never"'],
    ['0202-01-01', 'with a slip'],
  ])('refuses %s, a date %s, rather than forecast from there', async (date) => {
    await expect(read(`sku,date,qty\na,2024-01-01,1\na,${date},1\n`)).rejects.toThrow(
      `in.csv, line 3, column "date": "${date}" lies outside the years 1700 to 2200; correct the date or leave its row out.`,
    );
  });

  it('refuses lines that end with carriage returns alone, and a header that is not UTF-8', async () => {
    await expect(read('sku,date,qty\ra,2024-01-01,1\r')).rejects.toThrow(
      'in.csv, line 1: the lines end with carriage returns alone',
    );
    await expect(read(Buffer.from('artikel,datum,st\xfcck\na,2024-01-01,1\n', 'latin1'))).rejects.toThrow(
      'in.csv, line 1: the text is not UTF-8; save the file as UTF-8.',
    );
  });

  it.each<[StepFrequency, string, string, string]>([
    ['H', '2024-01-01', '2024-01-02', 'a day'],
    ['H', '2024-01-01 00:00', '2024-01-02 00:00', 'a day'],
    ['D', '2024-01', '2024-02', 'a month'],
    ['W', '2024-01', '2024-02', 'a month'],
    ['M', '2024', '2025', 'a year'],
  ])('does not read steps of %s out of %s', async (frequency, first, second, length) => {
    const text = `sku,date,qty\na,${first},1\na,${second},2\n`;
    await expect(read(text, 'in.csv', undefined, frequency)).rejects.toThrow(
      `in.csv, line 2, column "date": "${first}" names ${length}, and no date of the file names less; it cannot be read in steps of --frequency ${frequency}.`,
    );
  });

  describe('the history alone says what a step is', () => {
    const weekly = `sku,date,qty,promotion\n${[1, 8, 15, 22].map((day) => `a,2024-01-${String(day).padStart(2, '0')},${day},${day === 8 ? 1 : 0}`).join('\n')}\n`;

    it('though the future file has another weekday', async () => {
      const { observations } = await read(weekly, 'in.csv', 'sku,date,promotion\na,2024-01-31,1\n');
      expect(observations.calendar.frequency).toBe('W');
      expect(observations.calendar.nameOf(observations.lastStep + 1)).toBe('2024-01-29');
    });

    it.each(['2024-05', '2024-02-05 09:00'])('and a future of %s is refused', async (date) => {
      await expect(read(weekly, 'in.csv', `sku,date,promotion\na,${date},1\n`)).rejects.toThrow(
        /^future\.csv, line 2, column "date": .* but in the history "2024-01-01" is a day; write all dates alike\.$/,
      );
    });

    it('but the midnight of a day is that day', async () => {
      const { rows } = await read(weekly, 'in.csv', 'sku,date,promotion\na,2024-01-29T00:00:00+00:00,1\n');
      expect(rows.at(-1)).toMatchObject({ fromFuture: true, known: [1] });
    });
  });

  describe('what a step is', () => {
    const day = (t: number): string => new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10);
    const table = (...rows: string[]): string => `sku,date,qty\n${rows.join('\n')}\n`;
    const weeks = (sku: string, weekday: number): string[] =>
      Array.from({ length: 6 }, (_, t) => `${sku},${day(7 * t + weekday)},${t + 1}`);

    it('is a day where every date has the time at which the till is closed', async () => {
      const { observations } = await read(table(...[0, 1, 2].map((t) => `a,${day(t)} 23:30,${t}`)));
      expect(observations.calendar.frequency).toBe('D');
      expect(observations.calendar.nameOf(observations.lastStep + 1)).toBe('2024-01-04');
    });

    it('is asked for where weekly series have weekdays of their own', async () => {
      const text = table(...weeks('a', 0), ...weeks('b', 2));
      await expect(read(text)).rejects.toThrow(
        'in.csv, line 8, column "date": b has one row a week, as all series have, but on another weekday; date all weeks by one weekday, or say what a step is with --frequency.',
      );
      const { observations } = await read(text, 'in.csv', undefined, 'W');
      expect(observations.lastStep - observations.firstStep).toBe(5);
    });

    it('is a day where one item is sold on a Saturday only, and others on all days', async () => {
      const daily = Array.from({ length: 30 }, (_, t) => `a,${day(t)},${t}`);
      const { observations } = await read(table(...daily, ...weeks('b', 5)));
      expect(observations.calendar.frequency).toBe('D');
    });

    it('is a day where weeks follow days in one series', async () => {
      const days = Array.from({ length: 60 }, (_, t) => `a,${day(t)},10`);
      const weeksAfter = Array.from({ length: 9 }, (_, t) => `a,${day(60 + 7 * t)},70`);
      const { observations } = await read(table(...days, ...weeksAfter));
      expect(observations.calendar.frequency).toBe('D');
    });

    /** Rows of an item, one every so many months. */
    const months = (sku: string, count: number, every = 1, date = '01'): string[] =>
      Array.from({ length: count }, (_, t) => {
        const month = new Date(Date.UTC(2015, t * every, 1)).toISOString().slice(0, 8);
        return `${sku},${month}${date},${t + 1}`;
      });
    const days = (sku: string): string[] => [0, 1, 2].map((t) => `${sku},${day(t)},3`);
    const hours = (sku: string): string[] =>
      Array.from({ length: 24 * 7 }, (_, t) => `${sku},${day(t / 24)} ${`${t % 24}`.padStart(2, '0')}:00,3`);
    const dayAt = (sku: string, count: number, time: string): string[] =>
      Array.from({ length: count }, (_, t) => `${sku},${day(t)} ${time},90`);
    /** Sold in two months of three. */
    const someMonths = months('a', 24).filter((_, t) => t % 3 !== (t % 2) + 1);

    it.each([
      [
        'a quarter',
        [...months('a', 24), ...months('b', 8, 3)],
        26,
        'one row a quarter and other series have months',
      ],
      [
        'a day',
        [...hours('a'), ...dayAt('b', 7, '00:00')],
        170,
        'one row a day, at midnight, and other series have hours',
      ],
      ['a month', [...days('a'), ...months('b', 4)], 5, 'one row a month and other series have days'],
    ])('is asked for where a row of some series is %s', async (_, rows, line, reason) => {
      const text = table(...rows);
      await expect(read(text)).rejects.toThrow(
        `in.csv, line ${line}, column "date": b has ${reason}; put them into files of their own, or say what a step is with --frequency.`,
      );
    });

    it.each<[string, StepFrequency, string[]]>([
      ['quarters too few to be no chance', 'M', [...months('a', 24), ...months('b', 7, 3)]],
      ['sales alone, of which some come every third month', 'M', [...someMonths, ...months('b', 8, 3)]],
      ['an item of one month a year', 'M', [...months('a', 96), ...months('b', 8, 12)]],
      ['midnights too few to be no chance', 'H', [...hours('a'), ...dayAt('b', 6, '00:00')]],
      ['an item sold at noon', 'H', [...hours('a'), ...dayAt('b', 14, '12:00')]],
      [
        'four first days of a month, among many items',
        'D',
        [...['a', 'c', 'd', 'e', 'f'].flatMap(days), ...months('b', 4)],
      ],
      ['four times the same day of a month', 'D', [...days('a'), ...months('b', 4, 1, '15')]],
    ])('is not asked for because of %s', async (_, frequency, rows) => {
      const { observations } = await read(table(...rows));
      expect(observations.calendar.frequency).toBe(frequency);
    });

    it('is asked for where times are those of a sale or so a day', async () => {
      const sales = Array.from({ length: 20 }, (_, t) => `a,${day(t)} ${9 + (t % 8)}:15,${t}`);
      await expect(read(table(...sales))).rejects.toThrow(
        'in.csv, line 2, column "date": the dates have a time of day, but the series have hardly a row a day; sum the quantities of each day, or say what a step is with --frequency.',
      );
      const { observations } = await read(table(...sales), 'in.csv', undefined, 'D');
      expect(observations.calendar.frequency).toBe('D');
    });
  });

  it('refuses a column that counts the rows as the item', async () => {
    const day = (at: number): string => `2024-01-${String(1 + (at % 30)).padStart(2, '0')}`;
    const rows = (n: number, idOf: (at: number) => string): string =>
      Array.from({ length: n }, (_, at) => `${idOf(at)},${day(at)},a${at % 2},${at % 5}\n`).join('');
    await expect(read(`id,date,what,qty\n${rows(60, (at) => `${at + 7}`)}`)).rejects.toThrow(
      'in.csv, column "id": it counts the 60 rows, so that no item has a history; if one of what is the item, name it with --map item=COLUMN.',
    );
    const itemsOf = async (content: string) => (await read(content)).observations.items;
    expect(await itemsOf(`id,date,what,qty\n${rows(10, String)}`)).toHaveLength(10);
    // launches, each with its first day
    expect(await itemsOf(`id,date,what,qty\n${rows(60, (at) => `${at * 3}`)}`)).toHaveLength(60);
    expect(await itemsOf(`sku,date,what,qty\n${rows(60, String)}`)).toHaveLength(60);
  });

  it('reads the future of departments, which are the items of the history', async () => {
    const { observations, rows } = await read(
      'Store,Dept,Date,Weekly_Sales,IsHoliday\n1,2,2024-01-05,10,0\n1,2,2024-01-12,20,1\n',
      'in.csv',
      'Store,Dept,Date,IsHoliday\n1,2,2024-01-19,1\n',
    );
    expect(observations.items).toEqual(['2']);
    expect(rows.map(({ known }) => [...known])).toEqual([[0], [1], [1]]);
  });

  it('refuses a promotion of the future that the history has not', async () => {
    const past = 'sku,date,qty,promotion\na,2024-01-01,1,0\na,2024-01-02,2,1\na,2024-01-04,2,1\n';
    const ahead = 'sku,date,promotion\na,2024-01-05,1\na,2024-01-06,perhaps\n';
    await expect(read(past, 'in.csv', ahead)).rejects.toThrow(
      'future.csv, line 3, column "promotion": "perhaps" is neither yes (1, true) nor no (0, false), as it is in the history.',
    );
  });

  it('quotes no control character of a file', async () => {
    await expect(read('sku,date,qty\na,2024-01-01,\x1b[31mred\n')).rejects.toThrow('"\ufffd[31mred" is not');
  });

  it('adds the known future of its series, for all locations where it names none', async () => {
    const { rows } = await read(
      'sku,shop,date,qty\na,x,2024-01-01,1\na,y,2024-01-01,2\n',
      'in.csv',
      'sku,date,open\na,2024-01-02,0\n',
    );
    expect(rows.map(({ series, open, fromFuture }) => [series, open, fromFuture])).toEqual([
      [0, Number.NaN, false],
      [0, 0, true],
      [1, Number.NaN, false],
      [1, 0, true],
    ]);
  });

  it('has one digest for the same bytes', async () => {
    const text = 'sku,date,qty\na,2024-01-01,1\n';
    const first = (await read(text)).observations.digest;
    expect((await read(text, 'other.csv')).observations.digest).toBe(first);
    expect((await read(text.replace(',1\n', ',2\n'))).observations.digest).not.toBe(first);
  });
});
