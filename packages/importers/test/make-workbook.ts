import { crc32, deflateRawSync } from 'node:zlib';

/*
 * Writes workbooks part by part, so that tests do not read with what they wrote by the same code, and can write what no
 * spreadsheet program would.
 */

interface ZipOptions {
  /** bits of the general purpose flag: 1 = encrypted */
  readonly flags?: number;
  /** what the directory says of the unpacked bytes, where it lies */
  readonly claimedBytes?: number;
}

export function makeZip(
  parts: Readonly<Record<string, string | Uint8Array>>,
  options: ZipOptions = {},
): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(parts)) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(options.flags ?? 0, 6);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(crc32(bytes), 14);
    head.writeUInt32LE(packed.length, 18);
    head.writeUInt32LE(options.claimedBytes ?? bytes.length, 22);
    head.writeUInt16LE(Buffer.byteLength(name), 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    head.copy(entry, 6, 4, 30);
    entry.writeUInt32LE(offset, 42);
    files.push(head, Buffer.from(name), packed);
    directory.push(entry, Buffer.from(name));
    offset += 30 + Buffer.byteLength(name) + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(directory.length / 2, 8);
  end.writeUInt16LE(directory.length / 2, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, listed, end]);
}

/** A number, a text, XML of a cell's inside with its attributes, or no cell. */
export type CellValue = number | string | { readonly xml: string; readonly attributes?: string } | null;

export interface SheetToMake {
  readonly name: string;
  readonly state?: 'hidden' | 'veryHidden';
  /** rows from row 1; an empty one is left out */
  readonly rows?: readonly (readonly CellValue[])[];
  /** the whole part, in place of rows */
  readonly xml?: string;
}

export interface WorkbookToMake {
  readonly sheets: readonly SheetToMake[];
  readonly date1904?: boolean;
  /** codes of number formats; a cell with `s="1"` has the first */
  readonly formats?: readonly string[];
  /** inside of the part of shared texts */
  readonly sharedStrings?: string;
}

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

export const letters = (column: number): string =>
  (column >= 26 ? letters(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26));

function cellXml(value: CellValue, at: string): string {
  if (value === null) return '';
  if (typeof value === 'number') return `<c r="${at}"><v>${value}</v></c>`;
  if (typeof value === 'string') return `<c r="${at}" t="inlineStr"><is><t>${escapeXml(value)}</t></is></c>`;
  return `<c r="${at}" ${value.attributes ?? ''}>${value.xml}</c>`;
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const offices = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';

export const sheetXml = (data: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="${main}"><sheetData>${data}</sheetData></worksheet>`;

function rowsXml(rows: SheetToMake['rows'] = []): string {
  const some = rows.map((cells, r) =>
    cells.length === 0
      ? ''
      : `<row r="${r + 1}">${cells.map((value, c) => cellXml(value, `${letters(c)}${r + 1}`)).join('')}</row>`,
  );
  return sheetXml(some.join(''));
}

const relations = (items: readonly (readonly [type: string, target: string])[]): string =>
  `<?xml version="1.0"?><Relationships xmlns="${packages}/relationships">${items
    .map(
      ([type, target], i) => `<Relationship Id="rId${i + 1}" Type="${offices}/${type}" Target="${target}"/>`,
    )
    .join('')}</Relationships>`;

export function workbookParts(book: WorkbookToMake): Record<string, string> {
  const { sheets, formats = [], sharedStrings } = book;
  const links = sheets.map((_, i) => ['worksheet', `worksheets/sheet${i + 1}.xml`] as const);
  const numFmts = formats.map((code, i) => `<numFmt numFmtId="${200 + i}" formatCode="${escapeXml(code)}"/>`);
  const xfs = formats.map((_, i) => `<xf numFmtId="${200 + i}"/>`);
  return {
    '[Content_Types].xml': `<?xml version="1.0"?><Types xmlns="${packages}/content-types"/>`,
    '_rels/.rels': relations([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `<?xml version="1.0"?><workbook xmlns="${main}" xmlns:r="${offices}">${
      book.date1904 ? '<workbookPr date1904="1"/>' : ''
    }<sheets>${sheets
      .map(
        ({ name, state }, i) =>
          `<sheet name="${escapeXml(name)}" sheetId="${i + 1}"${state ? ` state="${state}"` : ''} r:id="rId${i + 1}"/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations([
      ...links,
      ['styles', '/xl/styles.xml'],
      ...(sharedStrings === undefined ? [] : [['sharedStrings', 'sharedStrings.xml'] as const]),
    ]),
    'xl/styles.xml': `<?xml version="1.0"?><styleSheet xmlns="${main}"><numFmts>${numFmts.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${xfs.join('')}</cellXfs></styleSheet>`,
    ...(sharedStrings === undefined
      ? {}
      : { 'xl/sharedStrings.xml': `<?xml version="1.0"?><sst xmlns="${main}">${sharedStrings}</sst>` }),
    ...Object.fromEntries(
      sheets.map(({ rows, xml }, i) => [`xl/worksheets/sheet${i + 1}.xml`, xml ?? rowsXml(rows)]),
    ),
  };
}

export const makeWorkbook = (book: WorkbookToMake): Buffer => makeZip(workbookParts(book));

/** Rows of a CSV without quotes as cells: what is written as a number is one. */
export const cellsOf = (csv: string): CellValue[][] =>
  csv
    .trimEnd()
    .split('\n')
    .map((line) =>
      line
        .split(',')
        .map((text) => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text === '' ? null : text)),
    );
