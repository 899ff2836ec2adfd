import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainNumber } from '../src/workbook/cell-text.ts';
import { openWorkbook, sheetText } from '../src/workbook/index.ts';
import { parseFormat } from '../src/workbook/number-formats.ts';
import { columnName, columnOf } from '../src/workbook/sheet-rows.ts';
import { type CellValue, letters, makeWorkbook, makeZip, sheetXml, workbookParts } from './make-workbook.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'workbook-cells-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function textOf(file: string, sheet?: string): Promise<string> {
  const workbook = await openWorkbook(file);
  try {
    const pieces: Buffer[] = [];
    for await (const piece of sheetText(workbook.readRows(sheet ?? (workbook.sheets[0]?.name as string)))) {
      pieces.push(piece);
    }
    return Buffer.concat(pieces).toString();
  } finally {
    workbook.close();
  }
}

async function read(bytes: Buffer, sheet?: string): Promise<string> {
  const file = path.join(folder, 'book');
  await writeFile(file, bytes);
  return textOf(file, sheet);
}

const fixture = (name: string): string => path.join(import.meta.dirname, 'data', name);
const cell = (xml: string, attributes?: string): CellValue => ({
  xml,
  ...(attributes ? { attributes } : {}),
});
const styled = (value: number | string): CellValue => cell(`<v>${value}</v>`, 's="1"');

describe('cells of workbooks that other programs made', () => {
  it('reads dates of 1904, formulas, codes of zeros, rich text and errors', async () => {
    expect((await textOf(fixture('excel-cells.xlsx'))).split('\n')).toEqual([
      'day\tmoment\tcode\tprice\tsum\topen\ttext',
      '2026-02-28\t2026-02-28 17:45:00\t00123\t1234.5678\t2469.1356\tTRUE\t"Tea, ""fine"" & green"',
      '\t\t\t\t#N/A\t\ttwo lines',
      '',
    ]);
  });

  it('keeps the numbers of rows, numbers and zeros of codes, and drops what is only coloured', async () => {
    const lines = (await textOf(fixture('two-years.xlsx'), 'Sales 2026')).split('\n');
    expect(lines.slice(0, 8)).toEqual([
      'Sales 2026, all stores',
      '',
      'Date\tSKU\tStore\tUnits\tPrice',
      '2026-01-01\t00123\tNorth\t1\t2.5',
      '2026-01-01\t12345\tNorth\t2\t2.6',
      '2026-01-02\t00123\tNorth\t3\t2.7',
      '2026-01-02\t12345\tNorth\t4\t2.5',
      '2026-01-03\t00123\tNorth\t#N/A\t2.6',
    ]);
    expect(lines).toHaveLength(64);
  });
});

describe('a cell', () => {
  const one = async (value: CellValue, formats?: string[], date1904 = false): Promise<string> => {
    const rows = [['a', value, 'z']];
    const text = await read(
      makeWorkbook({ sheets: [{ name: 'S', rows }], formats: formats ?? [], date1904 }),
    );
    return text.replace(/^a\t/, '').replace(/\tz\n$/, '');
  };

  it.each<[string, string, string]>([
    ['2026-01-01', 'yyyy-mm-dd', '46023'],
    ['2026-01-01', 'dd/mm/yyyy', '46023'],
    ['2026-01-01 12:00:00', 'd.m.yy h:mm', '46023.5'],
    ['2026-01-01 12:00:00', 'd.m.yy', '46023.499999999996'],
    ['2026-01-01 23:59:59', 'yyyy-mm-dd', '46023.99999'],
    ['2026-01-01 00:00:00', 'd/m/yy hh:mm', '46023'],
    ['09:30:00', 'hh:mm', '0.3958333333333333'],
    ['26:30:00', '[h]:mm', '1.1041666666666667'],
    ['1900-01-01', 'yyyy-mm-dd', '1'],
    ['1900-02-28', 'yyyy-mm-dd', '59'],
    ['1900-02-29', 'yyyy-mm-dd', '60'],
    ['1900-03-01', 'yyyy-mm-dd', '61'],
    ['9999-12-31', 'yyyy-mm-dd', '2958465'],
    ['0', 'yyyy-mm-dd', '0'],
    ['-5', 'yyyy-mm-dd', '-5'],
    ['2958466', 'yyyy-mm-dd', '2958466'],
    ['46023', '0.00 "days"', '46023'],
    ['46023', '#,##0 [$€-407]', '46023'],
    ['00123', '00000', '123'],
    ['123456', '00000', '123456'],
    ['1.5', '00000', '1.5'],
    ['0.15', '0%', '0.15'],
  ])('reads %s from format %s and %s', async (expected, format, stored) => {
    expect(await one(styled(stored), [format])).toBe(expected);
  });

  it('counts days from 1904 where the workbook does', async () => {
    expect(await one(styled(0), ['yyyy-mm-dd'], true)).toBe('1904-01-01');
    expect(await one(styled(44561), ['yyyy-mm-dd'], true)).toBe('2026-01-01');
  });

  it.each<[CellValue, string]>([
    [12345, '12345'],
    ['00123', '00123'],
    [cell('<v>1.1000000000000001</v>'), '1.1'],
    [cell('<v>1.2345678901234E+13</v>'), '12345678901234'],
    [cell('<v>1E-7</v>'), '0.0000001'],
    [cell('<v>-2.5E-3</v>'), '-0.0025'],
    [cell('<v>12345678901234567890</v>'), '12345678901234567890'],
    [cell('<v>28.0</v>'), '28'],
    [cell('<v>1</v>', 't="b"'), 'TRUE'],
    [cell('<v>0</v>', 't="b"'), 'FALSE'],
    [cell('<v>#DIV/0!</v>', 't="e"'), '#DIV/0!'],
    [cell('<f>A1*2</f><v>4</v>'), '4'],
    [cell('<f>IF(A1="","","x")</f><v></v>', 't="str"'), ''],
    [cell('<f>A1*2</f><v></v>'), '(formula without a stored value)'],
    [cell('<f>A1*2</f>'), '(formula without a stored value)'],
    [cell('<v>2026-01-05T00:00:00Z</v>', 't="d"'), '2026-01-05'],
    [cell('<v>2026-01-05T08:30:00.000</v>', 't="d"'), '2026-01-05 08:30:00'],
    [
      cell('<is><r><t>Green </t></r><r><rPr/><t>tea</t></r><rPh><t>cha</t></rPh></is>', 't="inlineStr"'),
      'Green tea',
    ],
    [cell('<is><t>a_x000D_&#10;b_x005F_x0041_</t></is>', 't="inlineStr"'), 'a b_x0041_'],
    [cell('<is><t><![CDATA[a<b]]></t></is>', 't="inlineStr"'), 'a<b'],
    [cell('<is><t>tab\there "so"</t></is>', 't="inlineStr"'), '"tab here ""so"""'],
    [cell('', 's="1"'), ''],
  ])('of %j is %s', async (value, expected) => {
    expect(await one(value, ['yyyy-mm-dd'])).toBe(expected);
  });
});

describe('a sheet', () => {
  it('finds shared texts by number, without what a namespace is called', async () => {
    const bytes = makeWorkbook({
      sharedStrings: '<si><t>date</t></si><si><r><t>two </t></r><r><t>runs</t></r></si><si/>',
      sheets: [
        {
          name: 'S',
          xml: sheetXml('').replace(
            '<sheetData></sheetData>',
            '<sheetData><row><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="s"><v>0</v></c></row></sheetData>',
          ),
        },
      ],
    });
    expect(await read(bytes)).toBe('two runs\t\tdate\n');
    const parts = workbookParts({ sheets: [{ name: 'S', rows: [['x', 1]] }] });
    const prefixed = Object.fromEntries(
      Object.entries(parts).map(([name, xml]) => [
        name,
        /^xl\/(workbook|worksheets\/sheet1)\.xml$/.test(name)
          ? xml.replaceAll(/<(\/?)(?!\?)/g, '<$1x:').replace('xmlns=', 'xmlns:x=')
          : xml,
      ]),
    );
    expect(await read(makeZip(prefixed))).toBe('x\t1\n');
  });

  it('writes a line for each row, also for those that the file leaves out', async () => {
    const rows = [[], ['a', null, 'b'], [], [], ['c'], [null, null]];
    expect(await read(makeWorkbook({ sheets: [{ name: 'S', rows }] }))).toBe('\na\t\tb\n\n\nc\n');
  });

  it('reads UTF-16 and many texts more than once', async () => {
    const parts: Record<string, string | Buffer> = workbookParts({
      sheets: [{ name: 'S', rows: [['grün', 1]] }],
    });
    const sheet = String(parts['xl/worksheets/sheet1.xml']).replace('UTF-8', 'UTF-16');
    parts['xl/worksheets/sheet1.xml'] = Buffer.concat([
      Buffer.from([0xff, 0xfe]),
      Buffer.from(sheet, 'utf16le'),
    ]);
    expect(await read(makeZip(parts))).toBe('grün\t1\n');
    const texts = Array.from({ length: 10_000 }, (_, i) => `<si><t>text ${i} é</t></si>`).join('');
    const order = [9999, 0, 4096, 8192, 0, 5, 4101, 5];
    const xml = sheetXml(
      `<row r="1">${order.map((i, c) => `<c r="${letters(c)}1" t="s"><v>${i}</v></c>`).join('')}</row>`,
    );
    const bytes = makeWorkbook({ sharedStrings: texts, sheets: [{ name: 'S', xml }] });
    expect(await read(bytes)).toBe(`${order.map((i) => `text ${i} é`).join('\t')}\n`);
  });
});

describe('references, formats and numbers', () => {
  it('counts columns as spreadsheets do', () => {
    for (const [column, name] of [
      [0, 'A'],
      [25, 'Z'],
      [26, 'AA'],
      [701, 'ZZ'],
      [702, 'AAA'],
      [16383, 'XFD'],
    ] as const) {
      expect(columnName(column)).toBe(name);
      expect(columnOf(`${name}7`)).toBe(column);
    }
    for (const wrong of ['', '7', 'A', 'ABCD1', 'a1']) expect(columnOf(wrong)).toBeUndefined();
  });

  it.each([
    ['yyyy\\-mm\\-dd;@', true, false],
    ['[$-407]dddd, d. mmmm yyyy', true, false],
    ['[Red]0.00', false, false],
    ['mm:ss', true, true],
    ['h AM/PM', true, true],
    ['mmm yy', true, false],
    ['0.00E+00', false, false],
    ['General', false, false],
    ['"day" 0', false, false],
    ['@', false, false],
    ['_-* #,##0.00 €_-', false, false],
  ])('format %s is a date: %s, with a time: %s', (code, isDate, hasTime) => {
    expect(parseFormat(code)).toMatchObject({ isDate, hasTime });
  });

  it('writes numbers in plain digits that are the same number', () => {
    for (const value of [0, 1e21, 123e-10, 1.7976931348623157e308, 5e-324, -1.5e22, 0.1 + 0.2]) {
      const text = plainNumber(String(value));
      expect(text).toMatch(/^-?\d+(\.\d+)?$/);
      expect(Number(text)).toBe(value);
    }
  });
});
