import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InspectedFile, inspectFile, parseRows, readRejectionsCsv } from '../src/index.ts';
import { type CellValue, makeWorkbook, type SheetToMake } from './make-workbook.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'workbook-import-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const fixture = path.join(import.meta.dirname, 'data', 'two-years.xlsx');
const rawTable = (): string => path.join(folder, 'raw.parquet');
const work = (): { folder: string } => ({ folder: path.join(folder, 'work') });

const inspect = (source: string, sheet?: string): Promise<InspectedFile> =>
  inspectFile({ source, rawTable: rawTable(), work: work(), ...(sheet === undefined ? {} : { sheet }) });

async function make(...sheets: SheetToMake[]): Promise<string> {
  const source = path.join(folder, 'made.csv');
  await writeFile(source, makeWorkbook({ sheets }));
  return source;
}

/** Rows that are set aside, as errors.csv has them. */
async function errorsOf({ inspection, proposal, profiles }: InspectedFile): Promise<string[]> {
  const rowsTable = path.join(folder, 'rows.parquet');
  await parseRows({
    rawTable: rawTable(),
    rowsTable,
    inspection,
    mapping: proposal,
    profiles,
    work: work(),
    timeZone: 'Europe/Berlin',
    moneyDigits: 2,
    today: '2026-12-31',
  });
  const pieces: string[] = [];
  for await (const piece of readRejectionsCsv(rowsTable, work())) pieces.push(String(piece));
  return pieces.join('').trimEnd().split('\r\n').slice(1);
}

const header = ['date', 'sku', 'store', 'units'];
const day = (n: number): string => `2026-01-${String(n).padStart(2, '0')}`;
const sales = (rows: number): CellValue[][] => [
  header,
  ...Array.from({ length: rows }, (_, i): CellValue[] => [day(i + 1), 'A', 'North', i]),
];

describe('the sheet of a workbook', () => {
  it('is the largest that is shown, and the header is found below a title', async () => {
    const inspected = await inspect(fixture);
    expect(inspected.inspection).toMatchObject({
      workbook: {
        sheet: 'Sales 2026',
        sheets: [
          { name: 'Sales 2026', rows: 62, hidden: false },
          { name: 'Sales 2025', rows: 42, hidden: false },
          { name: 'Read me', rows: 1, hidden: false },
          { name: 'Lists', rows: 501, hidden: true },
        ],
      },
      headerRow: 3,
      rowsEstimated: 60,
      notes: ['The header was found on row 3.'],
    });
    expect(inspected.inspection.columns.map(({ header: name, meaning }) => `${name}=${meaning}`)).toEqual([
      'Date=date',
      'SKU=item',
      'Store=location',
      'Units=quantity',
      'Price=price',
    ]);
    // the rows as a person sees them in Excel
    expect(await errorsOf(inspected)).toEqual([
      '8,Units,#N/A,The quantity is not a number.',
      '12,Date,some day,The date cannot be read.',
    ]);
  });

  it('may have a column for each month, headed by a date that it shows as a month', async () => {
    const month = (serial: number): CellValue => ({ attributes: 's="1"', xml: `<v>${serial}</v>` });
    const source = path.join(folder, 'wide.xlsx');
    const rows: CellValue[][] = [
      ['Sales by month'],
      ['SKU', 'Name', month(45_292), month(45_323), month(45_352)],
      ['A', 'Tea', 31, null, 62],
      ['B', 'Cup', null, 'x', 1],
    ];
    await writeFile(source, makeWorkbook({ sheets: [{ name: 'Year', rows }], formats: ['mmm-yy'] }));
    const inspected = await inspect(source);
    expect(inspected.inspection).toMatchObject({
      wide: { unit: 'month', columns: 3, first: '2024-01-01', last: '2024-03-01' },
      headerRow: 2,
      rowsEstimated: 4,
      questions: [],
    });
    expect(inspected.proposal).toMatchObject({ layout: 'long', rowPeriod: 'month' });
    expect(await errorsOf(inspected)).toEqual(['4,2024-02-01,x,The quantity is not a number.']);
  });

  it('is another where one is named, capitals aside', async () => {
    const { inspection } = await inspect(fixture, 'sales 2025');
    expect(inspection.workbook).toEqual({ sheet: 'Sales 2025', sheets: [] });
    expect(inspection.rowsEstimated).toBe(40);
  });

  it('is the next one where the largest is no table, and a hidden one where no other has a value', async () => {
    const prose = { name: 'Notes', rows: Array.from({ length: 9 }, (_, i) => [`Note ${i}`]) };
    const table = await inspect(await make(prose, { name: 'Sales', rows: sales(3) }));
    expect(table.inspection.workbook?.sheet).toBe('Sales');
    const hidden = await inspect(
      await make({ name: 'Empty' }, { name: 'H', state: 'veryHidden', rows: sales(3) }),
    );
    expect(hidden.inspection.workbook).toEqual({ sheet: 'H', sheets: [] });
  });

  it('keeps rows of other widths and commas inside cells apart', async () => {
    const rows = [
      ...sales(3),
      [day(5), 'A, B', 'North; "old"', 4, 'a remark'],
      [day(6), 'C, D', 'South; new', 4],
    ];
    const inspected = await inspect(await make({ name: 'S', rows }));
    expect(inspected.inspection.columns).toHaveLength(4);
    expect(inspected.inspection.sampleRows.at(-1)).toEqual([day(6), 'C, D', 'South; new', '4']);
    expect(await errorsOf(inspected)).toEqual([
      expect.stringMatching(/^5,.*The row has more cells than the header/),
    ]);
  });

  it('takes no error of a cell and no formula without a value for a product, a place or a number', async () => {
    const error = { xml: '<v>#REF!</v>', attributes: 't="e"' };
    const formula = { xml: '<f>B1</f>' };
    const rows = [
      ...sales(2),
      [day(3), error, 'North', 1],
      [day(4), formula, 'North', 1],
      [day(5), 'A', error, 1],
      [day(6), 'A', 'North', formula],
      [error, 'A', 'North', 1],
    ];
    expect(await errorsOf(await inspect(await make({ name: 'S', rows })))).toEqual([
      '4,sku,#REF!,The product is given as unknown.',
      '5,sku,(formula without a stored value),The product is given as unknown.',
      '6,store,#REF!,The location is an error of a spreadsheet.',
      '7,units,(formula without a stored value),The quantity is not a number.',
      '8,date,#REF!,The date cannot be read.',
    ]);
  });
});
