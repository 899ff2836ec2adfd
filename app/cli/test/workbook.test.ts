import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  type CellValue,
  cellsOf,
  makeWorkbook,
  makeZip,
  type SheetToMake,
  sheetXml,
} from '@ordernimbus/importers/test';
import { beforeAll, describe, expect, it } from 'vitest';
import { binary, createTestFolder, dailyRows, dayOf, runCli } from './run-cli.ts';

// made by another program: see the folder's README
const twoYears = fileURLToPath(
  new URL('../../../packages/importers/test/data/two-years.xlsx', import.meta.url),
);
let folder: Awaited<ReturnType<typeof createTestFolder>>;
beforeAll(async () => {
  folder = await createTestFolder();
});

const header = 'item,location,date,quantity,price';
const priced = (item: string): string[] =>
  dailyRows(item, 's', 80).map((row, t) => `${row},${2 + (t % 5) / 10}`);
const csv = `${[header, ...priced('00123'), ...priced('12345')].join('\n')}\n`;
const futureCsv = `item,date,price\n${['00123', '12345'].flatMap((item) => Array.from({ length: 7 }, (_, t) => `${item},${dayOf(80 + t)},${2 + t / 10}`)).join('\n')}\n`;

/** Days as numbers of the system of 1900 with a format of dates, items with zeros in front as text. */
function asCells(text: string): CellValue[][] {
  return cellsOf(text).map((row) =>
    row.map((cell): CellValue => {
      if (typeof cell === 'number') return cell === 123 ? '00123' : cell;
      if (cell === null || !/^\d{4}-\d{2}-\d{2}$/.test(String(cell))) return cell;
      return { xml: `<v>${Date.parse(String(cell)) / 86_400_000 + 25_569}</v>`, attributes: 's="1"' };
    }),
  );
}

const write = (name: string, ...sheets: SheetToMake[]): Promise<string> =>
  folder.write(name, makeWorkbook({ sheets, formats: ['dd/mm/yyyy'] }));

const forecast = (file: string, ...flags: string[]) =>
  runCli('forecast', file, '--horizon', '7', '--models', 'fast', ...flags);

describe('nimbus forecast of a workbook', () => {
  it('gives the same bytes as for a CSV of the same data, titles and empty rows aside', async () => {
    const text = await folder.write('in.csv', csv);
    const future = await folder.write('future.csv', futureCsv);
    const [first = [], ...rows] = asCells(csv);
    const sales: SheetToMake = { name: 'Sales', rows: [['All sales, in pieces'], [], first, [], ...rows] };
    const plan: SheetToMake = { name: 'Plan', rows: asCells(futureCsv) };
    // the name says nothing: the content does
    const book = await write('book.dat', plan, sales);

    const expected = await forecast(text, '--future', future);
    expect(expected.code).toBe(0);
    const read = await forecast(book, '--sheet', 'sales', '--future', book, '--future-sheet', 'Plan');
    expect(read).toEqual(expected);
    expect(read.stdout).toContain('\n00123,s,');

    const largest = await forecast(book, '--future', future, '--summary', folder.path('summary.json'));
    expect(largest.stdout).toBe(expected.stdout);
    expect(largest.stderr).toContain(
      'book.dat: the sheet "Sales" is read, the largest of 2; --sheet names another.\n',
    );
    expect(JSON.parse(await readFile(folder.path('summary.json'), 'utf8'))).toMatchObject({
      sheets: ['Sales'],
      rows: 160,
      columns: { item: 'item', date: 'date', quantity: 'quantity' },
    });

    const scores = [text, book].map((input) =>
      runCli('backtest', input, '--horizon', '7', '--models', 'fast', '--windows', '1'),
    );
    const [ofText, ofBook] = await Promise.all(scores);
    expect(ofText?.code).toBe(0);
    expect(ofBook?.stdout).toBe(ofText?.stdout);
  });

  it('reads a sheet that another program wrote', async () => {
    const { code, stdout, stderr } = await forecast(twoYears, '--sheet', 'Sales 2025');
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toContain('\n00123,North,2025-01-21,');
    expect(stdout).toContain('\n12345,North,2025-01-27,');
  });
});

const ole = Buffer.alloc(2048);
Buffer.from([0xd0, 0xcf, 0x11, 0xe0]).copy(ole);
ole.writeUInt16LE(9, 30);
ole.writeUInt32LE(1, 48);
Buffer.from('Root Entry\0EncryptedPackage', 'utf16le').copy(ole, 1024);

describe('nimbus says of a workbook in one sentence', () => {
  const [first = [], ...rows] = asCells(csv);
  const sales = (...more: (readonly CellValue[])[]): SheetToMake => ({
    name: 'Sales',
    rows: [['Title'], [], first, ...rows.slice(0, 20), [], [], ...more],
  });
  const error = { xml: '<v>#REF!</v>', attributes: 't="e"' };
  const formula = { xml: '<f>A1</f>' };

  it.each<[string, () => Buffer, string]>([
    [
      'a bad number, by its row in Excel',
      () => book(sales(['a', 's', '2024-01-01', 'many', 1])),
      'in.xlsx, sheet "Sales", row 26, column "quantity": "many" is not a number.',
    ],
    [
      'an error value',
      () => book(sales(['a', 's', '2024-01-01', error, 1])),
      'in.xlsx, sheet "Sales", row 26, column "quantity": "#REF!" is not a number.',
    ],
    [
      'a formula that nobody worked out',
      () => book(sales(['a', 's', '2024-01-01', formula, 1])),
      'in.xlsx, sheet "Sales", row 26, column "quantity": "(formula without a stored value)" is not a number.',
    ],
    [
      'an item that is an error',
      () => book(sales([error, 's', '2024-01-01', 1, 1])),
      'in.xlsx, sheet "Sales", row 26, column "item": "#REF!" is no item, but what a spreadsheet shows where it has no result.',
    ],
    [
      'a bad date',
      () => book(sales(['a', 's', 'soon', 1, 1])),
      'in.xlsx, sheet "Sales", row 26, column "date": "soon" is not a date; write dates as 2024-05-31.',
    ],
    [
      'an empty item',
      () => book(sales([null, 's', '2024-01-01', 1, 1])),
      'in.xlsx, sheet "Sales", row 26, column "item": the item is empty.',
    ],
    [
      'a second row of a key',
      () => book(sales(['00123', 's', '2024-01-01', 1, 1])),
      'in.xlsx, sheet "Sales", row 26, column "date": 00123 at s has a second row for 2024-01-01, after row 4; give one row for each item, location and date.',
    ],
    [
      'a value beside the table',
      () => book(sales(['a', 's', '2024-01-01', 1, 1, null, 'see above'])),
      'in.xlsx, sheet "Sales", row 26: column G has a value here, but no name in the header; name it or empty it.',
    ],
    [
      'no column for the item',
      () =>
        book({
          name: 'S',
          rows: [
            ['colour', 'date', 'quantity'],
            ['red', '2024-01-01', 1],
          ],
        }),
      'in.xlsx, sheet "S", row 1: no column for the item was recognised among: colour, date, quantity; name it with --map item=COLUMN.',
    ],
    [
      'no rows',
      () => book({ name: 'S', rows: [first] }),
      'in.xlsx, sheet "S": the sheet has a header but no rows.',
    ],
    [
      'no quantity',
      () => book({ name: 'S', rows: [first, ['a', 's', '2024-01-01', null, 1]] }),
      'in.xlsx, sheet "S", column "quantity": no row has a quantity.',
    ],
    ['an empty sheet', () => book({ name: 'S' }), 'in.xlsx, sheet "S": the sheet is empty.'],
    [
      'a password',
      () => ole,
      'in.xlsx: this workbook has a password. Save it without one (File > Info > Protect Workbook in Excel) and choose that file.',
    ],
    [
      'another archive',
      () => makeZip({ 'a.csv': csv }),
      'in.xlsx: this is a ZIP archive, not an Excel workbook (XLSX). Unpack it, and choose the file with the sales.',
    ],
    [
      'half a workbook',
      () => book(sales()).subarray(0, 800),
      'in.xlsx: this is a ZIP archive or an Excel workbook (XLSX), but it is damaged or cut off. Save or download it again.',
    ],
  ])('%s', async (_, bytes, sentence) => {
    const file = await folder.write('in.xlsx', bytes());
    const { code, stdout, stderr } = await runCli('forecast', file, '--horizon', '3');
    expect(stderr).toBe(`nimbus: ${sentence}\n`);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it.each<[string, string[], string]>([
    [
      'a sheet that is not there',
      ['--sheet', 'Sale'],
      'book.xlsx: the workbook has no sheet "Sale"; it has "Sales".',
    ],
    [
      'a sheet of no workbook',
      ['--future', 'plain.csv', '--future-sheet', 'Plan'],
      'plain.csv: this is not an Excel workbook; leave --future-sheet out.',
    ],
    [
      'a sheet of nothing',
      ['--future-sheet', 'Plan'],
      '--future-sheet needs --future: the workbook that the sheet is in.',
    ],
  ])('%s', async (_, flags, sentence) => {
    const file = await write('book.xlsx', sales());
    const plain = await folder.write('plain.csv', csv);
    const { code, stderr } = await forecast(
      file,
      ...flags.map((flag) => (flag === 'plain.csv' ? plain : flag)),
    );
    expect(stderr).toBe(`nimbus: ${sentence}\n`);
    expect(code).toBe(2);
    const text = await forecast(plain, '--sheet', 'Sales');
    expect(text.stderr).toBe('nimbus: plain.csv: this is not an Excel workbook; leave --sheet out.\n');
  });

  const book = (...sheets: SheetToMake[]): Buffer => makeWorkbook({ sheets, formats: ['dd/mm/yyyy'] });
});

describe('what is written while a workbook is read', () => {
  const run = async (
    file: string,
    interrupt: boolean,
  ): Promise<{ code: number | null; stderr: string; seen: boolean }> => {
    const temporary = folder.path('tmp');
    await mkdir(temporary, { recursive: true });
    const child = spawn(process.execPath, [binary, 'forecast', file, '--horizon', '3', '--models', 'fast'], {
      env: { ...process.env, TMPDIR: temporary },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    const exited = once(child, 'exit');
    let seen = false;
    while (child.exitCode === null) {
      seen ||= (await readdir(temporary, { recursive: true })).some((name) => name.endsWith('sheet.tsv'));
      if (seen && interrupt) {
        child.kill('SIGINT');
        break;
      }
      await sleep(5);
    }
    const [code] = (await exited) as [number | null];
    expect(await readdir(temporary)).toEqual([]);
    return { code, stderr, seen };
  };

  it('is gone afterwards, after errors and after Ctrl-C', async () => {
    const fine = await write('fine.xlsx', { name: 'S', rows: asCells(csv) });
    expect(await run(fine, false)).toMatchObject({ code: 0 });
    const wrong = await write('wrong.xlsx', { name: 'S', rows: [...asCells(csv), ['a', 's', 'x', 1, 1]] });
    expect(await run(wrong, false)).toMatchObject({ code: 2 });
    const row = (r: number): string =>
      `<row r="${r}"><c r="A${r}" t="str"><v>item</v></c><c r="C${r}" s="1"><v>${40_000 + r}</v></c><c r="D${r}"><v>${r}</v></c></row>`;
    const head =
      '<row r="1">' +
      ['item', 'location', 'date', 'quantity']
        .map((name, c) => `<c r="${'ABCD'[c]}1" t="str"><v>${name}</v></c>`)
        .join('') +
      '</row>';
    const xml = sheetXml(head + Array.from({ length: 400_000 }, (_, i) => row(i + 2)).join(''));
    const large = await write('large.xlsx', { name: 'S', xml });
    expect(await run(large, true)).toEqual({ code: 130, stderr: 'nimbus: stopped.\n', seen: true });
  });
});
