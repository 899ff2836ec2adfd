import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CellValue, makeWorkbook } from '../../test/make-workbook.ts';
import type { StepFrequency } from './calendar.ts';
import type { ObservationRole } from './column-roles.ts';
import { openDuckDb, sqlText } from './open-duckdb.ts';
import { readObservations } from './read-observations.ts';
import type { ObservationRow } from './stream-rows.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nimbus-wide-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Reading {
  readonly name?: string;
  readonly map?: Partial<Record<ObservationRole, string>>;
  readonly future?: string;
  readonly frequency?: StepFrequency | 'auto';
  readonly memoryMiB?: number;
  /** SQL that makes the file of the text that was written. */
  readonly copy?: (text: string, target: string) => string;
}

async function read(content: string | Uint8Array, reading: Reading = {}) {
  const { name = 'in.csv', map = {}, future, frequency = 'auto', memoryMiB = 128, copy } = reading;
  const file = join(folder, name);
  const futureFile = join(folder, 'future.csv');
  if (future !== undefined) await writeFile(futureFile, future);
  const db = await openDuckDb({ memoryMiB, threads: 2, temporaryFolder: folder });
  try {
    if (copy) {
      const text = join(folder, 'copied.csv');
      await writeFile(text, content);
      await db.connection.run(copy(sqlText(text), sqlText(file)));
    } else await writeFile(file, content);
    const observations = await readObservations(db.connection, {
      file,
      map,
      frequency,
      ...(future === undefined ? {} : { futureFile }),
    });
    const rows: ObservationRow[] = [];
    for await (const chunk of observations.stream()) rows.push(...chunk);
    const { items, locations, calendar } = observations;
    const listed = rows.map(({ series, step, quantity }) =>
      [items[series], locations[series], calendar.nameOf(step), quantity].join(' '),
    );
    return { observations, rows, listed };
  } finally {
    db.close();
  }
}

const listed = async (...args: Parameters<typeof read>): Promise<string[]> => (await read(...args)).listed;

const months = `SKU,Store,Category,2024-01,2024-02,2024-03
b,x,toys,1,2,3
a,y,games,4,,6
a,x,toys,0,-,9.5
`;
const monthsLong = `SKU,Store,Category,date,quantity
b,x,toys,2024-01,1
b,x,toys,2024-02,2
b,x,toys,2024-03,3
a,y,games,2024-01,4
a,y,games,2024-03,6
a,x,toys,2024-01,0
a,x,toys,2024-03,9.5
`;

/** A table of one item with these headings, its numbers 1, 2, 3 ... */
const oneItem = (...headings: string[]): string =>
  `SKU,${headings.join(',')}\na,${headings.map((_, at) => at + 1).join(',')}\n`;

describe('a wide table', () => {
  it('is read as the long one of the same numbers', async () => {
    const wide = await read(months);
    const long = await read(monthsLong);
    expect(wide.rows).toEqual(long.rows);
    expect(wide.listed).toEqual(long.listed);
    expect(wide.observations.calendar.frequency).toBe('M');
    expect(wide.observations.covariates).toEqual(long.observations.covariates);
    const { rows, firstStep, lastStep, listsSalesOnly } = long.observations;
    expect(wide.observations).toMatchObject({ rows, firstStep, lastStep, listsSalesOnly });
    expect(long.observations.wide).toBeUndefined();
    expect(wide.observations.wide).toEqual({
      columns: 3,
      first: '2024-01',
      last: '2024-03',
      steps: 'months',
      between: [],
      totals: [],
    });
    expect(wide.observations.columns).toEqual({
      item: 'SKU',
      location: 'Store',
      date: '2024-01 to 2024-03',
      quantity: '2024-01 to 2024-03',
    });
  });

  it.each<[string, StepFrequency, string[], string[]]>([
    ['months by name', 'M', ['Jan 2024', 'Feb 2024', 'Mrz 2024'], ['2024-01-01', '2024-02-01', '2024-03-01']],
    ['ISO weeks', 'W', ['2024-W01', '2024-W02', '2024-W03'], ['2024-01-01', '2024-01-08', '2024-01-15']],
    ['weeks by a day', 'W', ['2024-01-07', '2024-01-14', '2024-01-21'], []],
    ['days', 'D', ['2024-01-01', '2024-01-02', '2024-01-04'], []],
    ['days first', 'D', ['30/01/2024', '31/01/2024', '1/2/2024'], ['2024-01-30', '2024-01-31', '2024-02-01']],
    ['American days', 'D', ['1/30/24', '1/31/24', '2/1/24'], ['2024-01-30', '2024-01-31', '2024-02-01']],
    ['ends of months', 'M', ['2024-01-31', '2024-02-29', '2024-03-31'], []],
  ])('has %s for its headings', async (_, frequency, headings, dates) => {
    const { observations, listed } = await read(oneItem(...headings));
    expect(observations.calendar.frequency).toBe(frequency);
    expect(listed).toEqual((dates.length > 0 ? dates : headings).map((date, at) => `a  ${date} ${at + 1}`));
  });

  it('may have its columns in any order', async () => {
    const { observations, listed } = await read(oneItem('2024-03', '2024-01', '2024-02'));
    expect(listed).toEqual(['a  2024-01-01 2', 'a  2024-02-01 3', 'a  2024-03-01 1']);
    expect(observations.columns.date).toBe('2024-01 to 2024-03');
  });

  it.each<[string, string | Uint8Array, Reading]>([
    ['semicolons and decimal commas', months.replaceAll(',', ';').replace('9.5', '9,5'), {}],
    ['tabs', months.replaceAll(',', '\t'), { name: 'in.tsv' }],
    ['CRLF', months.replaceAll('\n', '\r\n'), {}],
    ['mixed line ends', months.replace('3\n', '3\r\n'), {}],
    ['a line feed in a heading', months.replace('Category', '"Cate\r\ngory"'), {}],
    ['spaces', months.replaceAll(',', ' , '), {}],
    ['an archive', gzipSync(months), { name: 'in.csv.gz' }],
    [
      'Parquet with numbers',
      months,
      {
        name: 'in.parquet',
        copy: (text, target) =>
          `COPY (SELECT * FROM read_csv(${text}, nullstr = ['-', ''])) TO ${target} (FORMAT parquet)`,
      },
    ],
    [
      'Parquet with texts',
      months,
      {
        name: 'in.parquet',
        copy: (text, target) =>
          `COPY (SELECT * FROM read_csv(${text}, all_varchar = true)) TO ${target} (FORMAT parquet)`,
      },
    ],
  ])('may be a file with %s', async (_, content, reading) => {
    expect(await listed(content, reading)).toEqual(await listed(monthsLong));
  });

  it('has no sale where a cell is empty or says that there is no value', async () => {
    const text = 'SKU,2024-01,2024-02,2024-03,2024-04\na,1,,NA,4\nb,,,,\nc,n/a,-, ,7\n';
    expect(await listed(text)).toEqual(['a  2024-01-01 1', 'a  2024-04-01 4', 'c  2024-04-01 7']);
  });

  it('ends with the last column that has a number', async () => {
    const text = 'SKU,2024-01,2024-02,2024-03,2024-04\na,1,2,,\nb,1,,,\n';
    const { observations } = await read(text);
    expect(observations.calendar.nameOf(observations.lastStep)).toBe('2024-02-01');
  });

  it('may have one column more than a thousand', async () => {
    const days = Array.from({ length: 1001 }, (_, t) =>
      new Date(Date.UTC(2021, 0, 1 + t)).toISOString().slice(0, 10),
    );
    const rows = Array.from({ length: 30 }, (_, r) => `i${r},${days.map((_, t) => (r * t) % 11).join(',')}`);
    const { observations } = await read(`SKU,${days.join(',')}\n${rows.join('\n')}\n`, { memoryMiB: 512 });
    expect(observations.rows).toBe(30 * 1001);
    expect(observations.calendar.frequency).toBe('D');
  });

  it('is continued by the known future, written by months or by their first days', async () => {
    const past = months.replace('Category', 'Price').replaceAll(/toys|games/g, '2');
    for (const date of ['2024-04', '2024-04-01']) {
      const { rows } = await read(past, { future: `SKU,Store,date,Price\na,x,${date},1.5\n` });
      expect(rows.find(({ fromFuture }) => fromFuture)?.known).toEqual([1.5]);
    }
    await expect(read(past, { future: 'SKU,date,Price\na,2024-04-02,1.5\n' })).rejects.toThrow(
      'future.csv, line 2, column "date": "2024-04-02" is a day, but in the history "2024-01" is a month; write all dates alike.',
    );
  });

  it('decides for the known future which of day and month is first, even by a column without numbers', async () => {
    const past = 'SKU,Price,01/02/2024,02/02/2024,03/02/2024,31/01/2024\na,2,1,2,3,\n';
    const { observations, rows } = await read(past, { future: 'SKU,date,Price\na,04/02/2024,3\n' });
    expect(observations.calendar.nameOf(rows.at(-1)?.step ?? 0)).toBe('2024-02-04');
  });
});

describe('the other columns of a wide table', () => {
  const table = (heading: string, ...cells: string[]): string =>
    `SKU,2024-01,2024-02,2024-03,${heading}\na,1,2,3,${cells[0]}\nb,4,5,6,${cells[1]}\nc,7,8,9,${cells[0]}\n`;

  it.each(['Total', 'Grand Total', '2024', 'Q1 2024', 'Sales', 'Quantity', 'Revenue'])(
    'are not used where they add up its numbers: %s',
    async (heading) => {
      const { observations, listed } = await read(table(heading, '6', '15'));
      expect(listed[0]).toBe('a  2024-01-01 1');
      expect(observations.columns.quantity).toBe('2024-01 to 2024-03');
      expect(observations.covariates).toMatchObject({
        varying: [],
        attributes: [],
        unused: [{ name: heading, reason: 'by its name it adds up the columns of months' }],
      });
    },
  );

  it('are not used where they say of today what is said of each date', async () => {
    const { observations, rows } = await read(table('In stock', 'no', 'yes'));
    expect(observations.covariates.unused).toEqual([
      { name: 'In stock', reason: 'it says the same of all months' },
    ]);
    expect(rows.every(({ inStock }) => Number.isNaN(inStock))).toBe(true);
    const mapped = await read(table('Shown', 'no', 'yes'), { map: { in_stock: 'Shown' } });
    expect(mapped.rows.slice(2, 4).map(({ inStock }) => inStock)).toEqual([0, 1]);
  });

  it('are not used where they stand between the dates and name none', async () => {
    const headings = ['2024-01', '2024-O2', '2024-03', 'H1 2024', '2024-04', 'Colour'];
    const { observations, listed } = await read(`SKU,${headings}\na,1,2,3,6,4,red\nb,1,2,3,6,4,blue\n`);
    expect(listed.slice(0, 3)).toEqual(['a  2024-01-01 1', 'a  2024-03-01 3', 'a  2024-04-01 4']);
    expect(observations.wide?.between).toEqual(['2024-O2', 'H1 2024']);
    expect(observations.covariates.unused.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
      '2024-O2: it stands between the columns of months and names no date',
      'H1 2024: it stands between the columns of months and names no date',
      'Colour: every series has a value of its own',
    ]);
  });

  it('are properties of the items', async () => {
    const { observations } = await read(table('Colour', 'red', 'blue'));
    expect(observations.covariates.attributes).toMatchObject([{ name: 'Colour', count: 2 }]);
  });

  it('may be the item by --map', async () => {
    const text = table('Colour', 'red', 'blue').replace('SKU', 'Row Labels');
    await expect(read(text)).rejects.toThrow(
      'in.csv, line 1: no column for the item was recognised among: Row Labels, Colour; name it with --map item=COLUMN.',
    );
    expect((await read(text, { map: { item: 'row labels' } })).observations.items).toEqual(['a', 'b', 'c']);
  });
});

describe('rows of totals', () => {
  const table = (...rows: string[]): string => `SKU,Name,2024-01,2024-02,2024-03\n${rows.join('\n')}\n`;
  const items = ['a,Ape,1,2,3', 'b,Bee,4,5,6'];

  it.each([
    ['Total', ['Total,,5,7,9']],
    ['Summe', ['Summe:,,5,7,9']],
    ['several', ['Average,,2.5,3.5,4.5', 'Grand total,,5,7,#REF!']],
    ['one named beside the item', [',Total,5,7,9']],
    ['one with a note below', ['Total,,5,7,9', 'From the till,,,,']],
  ])('are left out at the end: %s', async (_, rows) => {
    const { observations, rows: read_ } = await read(table(...items, ...rows));
    expect(observations.items).toEqual(['a', 'b']);
    expect(observations.rows).toBe(6);
    expect(read_).toHaveLength(6);
    const totals = rows
      .filter((row) => /\d/.test(row))
      .map((row) => row.split(',').find((cell) => cell !== ''));
    expect(observations.wide?.totals).toEqual(totals);
  });

  it.each([
    ['an item with the name of a year', [...items, '2023,Ball,5,7,9']],
    ['an item between others', ['total,Yoghurt,5,7,9', ...items]],
    ['the only row', ['Total,,5,7,9']],
  ])('are not taken for %s', async (_, rows) => {
    const { observations } = await read(table(...rows));
    expect(observations.items).toHaveLength(rows.length);
    expect(observations.wide?.totals).toEqual([]);
  });
});

it('an item may be called "Total" in many rows', async () => {
  const rows = Array.from({ length: 30 }, (_, shop) => `Total,${shop},1,2,3`);
  const { observations } = await read(
    `SKU,Store,2024-01,2024-02,2024-03\nFeta,0,1,2,3\n${rows.join('\n')}\n`,
  );
  expect(observations.items).toHaveLength(31);
});

describe('a fault in a wide table', () => {
  const above = 'SKU,Store,2024-01,2024-02,2024-03\n"a\nb",x,1,2,3\n\nc,x,1,2,3\n';

  it.each([
    ['text', 'd,x,1,abc,3', 'line 6, column "2024-02": "abc" is not a number.'],
    ['an error of a spreadsheet', 'd,x,1,2,#N/A', 'line 6, column "2024-03": "#N/A" is not a number.'],
    ['a huge number', 'd,x,1e15,2,3', 'line 6, column "2024-01": "1e15" is too large to be a quantity.'],
    ['no item', ',x,1,2,3', 'line 6, column "SKU": the item is empty.'],
    [
      'an item that is an error',
      '#REF!,x,1,2,3',
      'line 6, column "SKU": "#REF!" is no item, but what a spreadsheet shows where it has no result.',
    ],
    [
      'a second row of an item',
      'c,x,,2,',
      'line 6, column "SKU": c at x has a second row, after line 5; give one row for each item and location.',
    ],
    ['too many cells', 'd,x,1,2,3,4', 'line 6: the header names 5 columns, but this line has 6.'],
  ])('is told where it stands: %s', async (_, row, sentence) => {
    await expect(read(`${above}${row}\n`)).rejects.toThrow(`in.csv, ${sentence}`);
    await expect(read(`${above}${row}\n`.replaceAll('\n', '\r\n'))).rejects.toThrow(`in.csv, ${sentence}`);
  });

  it('is told by its record in Parquet', async () => {
    const copy: Reading['copy'] = (text, target) =>
      `COPY (SELECT * FROM read_csv(${text}, all_varchar = true)) TO ${target} (FORMAT parquet)`;
    const text = 'SKU,2024-01,2024-02,2024-03\na,1,2,3\nb,,,\nc,1,many,3\n';
    await expect(read(text, { name: 'in.parquet', copy })).rejects.toThrow(
      'in.parquet, row 3, column "2024-02": "many" is not a number.',
    );
  });

  it('is told by its line far down in a file that several threads read', async () => {
    const rows = Array.from({ length: 60_000 }, (_, r) => `item number ${r},${r},${r % 7 === 0 ? '' : 2},3`);
    rows[51_234] = 'item number 51234,1,2,many';
    await expect(read(`SKU,2024-01,2024-02,2024-03\n${rows.join('\n')}\n`)).rejects.toThrow(
      'in.csv, line 51236, column "2024-03": "many" is not a number.',
    );
  });

  it.each([
    [
      'two headings of one month',
      oneItem('Jan 24', 'Feb 24', '2024-01'),
      'the headings "Jan 24" and "2024-01" name the same month; correct one of them, or leave its column out.',
    ],
    [
      'two headings of one day',
      oneItem('31/01/2024', '01/02/2024', '2024-02-01'),
      'the headings "01/02/2024" and "2024-02-01" name the same day; correct one of them, or leave its column out.',
    ],
    [
      'no heading of the items',
      oneItem('2024-01', '2024-02', '2024-03').replace('SKU', ''),
      'the column of the items has no heading; head it with "item".',
    ],
    [
      'a heading that could be the date of each row',
      months.replace('Category', 'Created'),
      'this looks like a wide table (6 columns, one for each month: SKU, Store, Created, 2024-01, 2024-02, 2024-03), but the column "Created" has the name of a date for each row; rename that column or leave it out.',
    ],
  ])('in line 1 is told there: %s', async (_, text, sentence) => {
    await expect(read(text)).rejects.toThrow(`in.csv, line 1: ${sentence}`);
  });

  it('in the order of day and month is told at its heading', async () => {
    await expect(read(oneItem('01/01/2024', '01/02/24', '01/03/2024'))).rejects.toThrow(
      'in.csv, line 1, column "01/02/24": "01/02/2024" can be read day first or month first and no other date decides it; write dates as 2024-05-31.',
    );
    await expect(read(oneItem('13/01/2024', '01/14/2024', '01/03/2024'))).rejects.toThrow(
      'in.csv, line 1, column "01/14/2024": "01/14/2024" does not fit the order of day and month of the other dates',
    );
  });

  it.each<[StepFrequency, string[], string]>([
    ['D', ['Jan 2024', 'Feb 2024', 'Mar 2024'], 'column "Jan 2024": "2024-01" names a month'],
    ['D', ['KW 1 2024', 'KW 2 2024', 'KW 3 2024'], 'column "KW 1 2024": "2024-W01" names a week'],
    ['H', ['2024-01-01', '2024-01-02', '2024-01-03'], 'column "2024-01-01": "2024-01-01" names a day'],
  ])('is a step of %s, finer than what its headings name', async (frequency, headings, sentence) => {
    await expect(read(oneItem(...headings), { frequency })).rejects.toThrow(
      `in.csv, line 1, ${sentence}, and no date of the file names less; it cannot be read in steps of --frequency ${frequency}.`,
    );
  });

  it('is a series of months among those of days', async () => {
    const days = Array.from({ length: 250 }, (_, t) =>
      new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10),
    );
    const cells = (is: (day: string) => boolean): string => days.map((day) => (is(day) ? 5 : '')).join(',');
    const text = `SKU,${days.join(',')}\na,${cells(() => true)}\nb,${cells((day) => day.endsWith('-01'))}\n`;
    await expect(read(text)).rejects.toThrow(
      'in.csv, line 3, column "2024-01-01": b has one number a month and other series have days; put them into files of their own, or say what a step is with --frequency.',
    );
  });

  it('is a --map of the date or the quantity, which are all headings and cells', async () => {
    await expect(read(months, { map: { quantity: '2024-01' } })).rejects.toThrow(
      /^in\.csv, line 1: this looks like a wide table \(6 columns, one for each month: SKU, .*\), whose headings are its dates; leave quantity out of --map\.$/,
    );
  });

  it('is a table without rows, or without a number', async () => {
    const [header = ''] = months.split('\n');
    await expect(read(`${header}\n`)).rejects.toThrow('in.csv: the file has a header but no rows.');
    for (const end of ['\n', '\r\n']) {
      await expect(read(`${header}${end}a,x,toys,,-,\nb,x,toys,,,\n`)).rejects.toThrow(
        'in.csv: no cell of the columns "2024-01" to "2024-03" has a value.',
      );
    }
  });

  it('is the known future, which is read as a long file alone', async () => {
    await expect(read(monthsLong, { future: months })).rejects.toThrow(
      'future.csv, line 1: no column for the date was recognised among: SKU, Store, Category, 2024-01, 2024-02, 2024-03; name it with --map date=COLUMN.',
    );
  });
});

describe('a wide sheet of a workbook', () => {
  /** A day as Excel stores it, shown as month and year. */
  const month = (date: string): CellValue => ({
    xml: `<v>${Date.parse(date) / 86_400_000 + 25_569}</v>`,
    attributes: 's="1"',
  });
  const dates = ['2024-01-01', '2024-02-01', '2024-03-01'];
  const book = (...rows: CellValue[][]): Buffer =>
    makeWorkbook({ sheets: [{ name: 'Sales', rows }], formats: ['mmm\\-yy'] });
  const items: CellValue[][] = [
    ['b', 'x', 'toys', 1, 2, 3],
    ['a', 'y', 'games', 4, null, 6],
    ['a', 'x', 'toys', 0, '-', 9.5],
  ];

  it.each<[string, CellValue[]]>([
    ['dates', dates.map(month)],
    ['texts', ['2024-01', '2024-02', '2024-03']],
    ['names', ['Jan 2024', 'Feb 2024', 'Mar 2024']],
  ])('is read whose headings are %s, a title and a total aside', async (_, headings) => {
    const above = [['Sales by month'], ['Shops', 'all', null, null, null, null, 'Printed in May'], []];
    const rows: CellValue[][] = [...above, ['SKU', 'Store', 'Category', ...headings]];
    const total = ['Total', null, null, 5, 2, 18.5];
    const { observations, listed: own } = await read(book(...rows, ...items, [], total), { name: 'in.xlsx' });
    expect(own).toEqual(await listed(monthsLong));
    expect(observations.wide?.totals).toEqual(['Total']);
    expect(observations.sheets).toMatchObject([{ sheet: 'Sales' }]);
  });

  it('has its faults at the rows of the sheet', async () => {
    const headings = ['SKU', 'Store', 'Category', ...dates.map(month)];
    const wrong = [...items.slice(0, 1), [], ['a', 'y', 'games', 4, 'many', 6]];
    await expect(read(book(['Title'], [], headings, ...wrong), { name: 'in.xlsx' })).rejects.toThrow(
      'in.xlsx, sheet "Sales", row 6, column "2024-02-01": "many" is not a number.',
    );
    await expect(
      read(book(['Title'], [], ['SKU', '2024-01', 'Jan 24', '2024-02'], ['a', 1, 2, 3]), { name: 'in.xlsx' }),
    ).rejects.toThrow(
      'in.xlsx, sheet "Sales", row 3: the headings "2024-01" and "Jan 24" name the same month;',
    );
  });

  it('is none where a long one has three dates in each row', async () => {
    const rows: CellValue[][] = [
      ['SKU', 'date', 'ordered', 'paid', null, 'quantity'],
      ['a', ...dates.map(month), 'a note', 5],
    ];
    const { observations } = await read(book(...rows), { name: 'in.xlsx' });
    expect(observations.wide).toBeUndefined();
    expect(observations.rows).toBe(1);
  });
});
