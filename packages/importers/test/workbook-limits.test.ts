import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ServiceError } from '@ordernimbus/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultTextLimits, inspectFile, type TextLimits } from '../src/index.ts';
import { openWorkbook } from '../src/workbook/index.ts';
import { makeWorkbook, makeZip, sheetXml, type WorkbookToMake, workbookParts } from './make-workbook.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'workbook-limits-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let files = 0;
/** What a person is told of a file; nothing but the file may be left in the folder. */
async function refusal(bytes: Buffer, workbook?: TextLimits['workbook'], sheet?: string): Promise<string> {
  const place = path.join(folder, String(files++));
  const source = `${place}.any`;
  await writeFile(source, bytes);
  const outcome = await inspectFile({
    source,
    rawTable: `${place}.parquet`,
    work: { folder: `${place}-work` },
    limits: { ...defaultTextLimits, ...(workbook ? { workbook } : {}) },
    ...(sheet === undefined ? {} : { sheet }),
  }).catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(ServiceError);
  const { code, message } = outcome as ServiceError;
  expect(message).toMatch(/^[A-Z].*[.?]$/s);
  expect(
    (await readdir(folder)).filter(
      (name) => name.startsWith(path.basename(place)) && !/\.any$|-work$/.test(name),
    ),
  ).toEqual([]);
  return `${code}: ${message}`;
}

const header = ['date', 'sku', 'units'];
const day = '2026-01-01';
const good: WorkbookToMake = { sheets: [{ name: 'Sales', rows: [header, [day, 'A', 1], [day, 'B', 2]] }] };
const withSheet = (data: string): Buffer =>
  makeWorkbook({ sheets: [{ name: 'Sales', xml: sheetXml(data) }] });
const ole = (names: string): Buffer => {
  const bytes = Buffer.alloc(2048);
  Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]).copy(bytes);
  bytes.writeUInt16LE(9, 30);
  bytes.writeUInt32LE(1, 48);
  Buffer.from(names, 'utf16le').copy(bytes, 1024);
  return bytes;
};

describe('files that are no readable workbook', () => {
  const root = (target: string): string =>
    `<Relationships><Relationship Id="a" Type="x/officeDocument" Target="${target}"/></Relationships>`;
  it.each<[string, Buffer, string]>([
    [
      'a workbook with a password',
      ole('Root Entry\0EncryptedPackage'),
      'This workbook has a password. Save it without one',
    ],
    [
      'an old workbook',
      ole('Root Entry\0Workbook'),
      'This is an old Excel workbook (XLS). Save it as an Excel workbook (XLSX) or as CSV',
    ],
    [
      'an XLSB',
      makeZip({ '_rels/.rels': root('xl/workbook.bin'), 'xl/workbook.bin': 'x' }),
      'This is a binary Excel workbook (XLSB).',
    ],
    [
      'an ODS',
      makeZip({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '<x/>' }),
      'This is an OpenDocument file (ODS).',
    ],
    [
      'a DOCX',
      makeZip({ '_rels/.rels': root('word/document.xml'), 'word/document.xml': '<w:document xmlns:w="w"/>' }),
      'This is an Office document without sheets',
    ],
    [
      'a ZIP of pictures',
      makeZip({ 'sales.png': 'x' }),
      'This is a ZIP archive, not an Excel workbook (XLSX). Unpack it',
    ],
    ['an empty ZIP', makeZip({}), 'This is a ZIP archive, not an Excel workbook (XLSX).'],
    [
      'the beginning of a ZIP',
      Buffer.from('PK\x03\x04rest'),
      'This is a ZIP archive or an Excel workbook (XLSX), but it is damaged or cut off.',
    ],
    [
      'half a workbook',
      makeWorkbook(good).subarray(0, 900),
      'but it is damaged or cut off. Save or download it again.',
    ],
    ['parts with a password', makeZip(workbookParts(good), { flags: 1 }), 'The archive has a password.'],
    ['no sheet', makeWorkbook({ sheets: [] }), 'The workbook has no sheet of cells.'],
    ['an empty sheet', makeWorkbook({ sheets: [{ name: 'Sales' }] }), 'The sheet "Sales" is empty.'],
    [
      'two empty sheets',
      makeWorkbook({ sheets: [{ name: 'A' }, { name: 'B' }] }),
      'No sheet of the workbook has a value.',
    ],
    [
      'a header alone',
      makeWorkbook({ sheets: [{ name: 'Sales', rows: [header] }] }),
      'The sheet "Sales" has a header row and no rows below it.',
    ],
    [
      'prose',
      makeWorkbook({ sheets: [{ name: 'Sales', rows: [['Sales are good'], ['very good']] }] }),
      'No header row was found on the sheet "Sales"',
    ],
  ])('%s', async (_, bytes, sentence) => {
    const told = await refusal(bytes);
    expect(told).toMatch(/^unsupported_file: /);
    expect(told).toContain(sentence);
  });

  it.each<[string, Buffer, string]>([
    ['XML that is cut off', withSheet('<row r="1"><c r="A1"><v>1'), 'sheet "Sales" is not well-formed XML'],
    ['rows out of order', withSheet('<row r="5"/><row r="4"/>'), 'after row 5 of sheet "Sales" comes "4"'],
    [
      'a row beyond the last',
      withSheet('<row r="1048577"/>'),
      'after row 0 of sheet "Sales" comes "1048577"',
    ],
    [
      'cells out of order',
      withSheet('<row r="1"><c r="B1"/><c r="A1"/></row>'),
      'row 1 of sheet "Sales" has a cell "A1" out of place',
    ],
    [
      'a text that is not there',
      withSheet('<row r="1"><c r="B1" t="s"><v>7</v></c></row>'),
      'cell B1 of sheet "Sales" refers to a text that is not there',
    ],
    [
      'elements without an end',
      withSheet('<a>'.repeat(500)),
      'has elements inside each other without an end',
    ],
    [
      'a text without an end',
      withSheet(`<row r="1"><c r="A1"><v>${'7'.repeat(3_000_000)}`),
      'has a text or an element without an end',
    ],
    [
      'a comment without an end',
      withSheet(`<!-- ${'x'.repeat(3_000_000)}`),
      'has a text or an element without an end',
    ],
    [
      'an entity that is not there',
      withSheet('<row r="1"><c r="A1"><v>&xxe;</v></c></row>'),
      'is not well-formed XML',
    ],
  ])('damaged: %s', async (_, bytes, sentence) => {
    const told = await refusal(bytes);
    expect(told).toContain('unsupported_file: The workbook is damaged: ');
    expect(told).toContain(sentence);
    expect(told).toMatch(/Open it in a spreadsheet program, save it anew and choose that file\.$/);
  });

  it('tells a list of sheets that is wrong, and a wrong check sum', async () => {
    const { 'xl/worksheets/sheet1.xml': _, ...rest } = workbookParts(good);
    expect(await refusal(makeZip(rest))).toContain('its sheet "Sales" is missing');
    const twice = [...good.sheets, ...good.sheets];
    expect(await refusal(makeWorkbook({ sheets: twice }))).toContain('two sheets have the name "Sales"');
    const long = [{ ...good.sheets[0], name: 'x'.repeat(100_000) }];
    expect(await refusal(makeWorkbook({ sheets: long }))).toContain('a name of 100000 characters');
    const bytes = makeWorkbook(good);
    const at = bytes.lastIndexOf('xl/worksheets/sheet1.xml') - 46 + 16;
    bytes.writeUInt32LE(bytes.readUInt32LE(at) ^ 1, at);
    expect(await refusal(bytes)).toContain('the check sum of its part xl/worksheets/sheet1.xml is wrong');
  });

  it('resolves no entity and opens no address', async () => {
    const parts = workbookParts(good);
    const secret = path.join(folder, 'secret.txt');
    await writeFile(secret, 'top secret');
    for (const part of ['xl/worksheets/sheet1.xml', 'xl/workbook.xml', 'xl/styles.xml', '_rels/.rels']) {
      const xml = String(parts[part]).replace(
        /<(worksheet|workbook|styleSheet|Relationships) /,
        `<!DOCTYPE x [<!ENTITY a SYSTEM "file://${secret}"><!ENTITY b "&a;&a;&a;">]><$1 `,
      );
      const told = await refusal(makeZip({ ...parts, [part]: xml }));
      expect(told).toContain('defines XML entities of its own (DOCTYPE)');
    }
    const outside = String(parts['xl/_rels/workbook.xml.rels']).replace(
      'Target="worksheets/sheet1.xml"',
      'Target="http://127.0.0.1:9/sheet.xml" TargetMode="External"',
    );
    expect(await refusal(makeZip({ ...parts, 'xl/_rels/workbook.xml.rels': outside }))).toContain(
      'is missing',
    );
    const above = String(parts['xl/_rels/workbook.xml.rels']).replace(
      'worksheets/sheet1.xml',
      '../../../etc/passwd',
    );
    expect(await refusal(makeZip({ ...parts, 'xl/_rels/workbook.xml.rels': above }))).toContain('is missing');
    expect(await readFile(secret, 'utf8')).toBe('top secret');
  });
});

describe('limits of a workbook', () => {
  it('unpacks no further than its bytes and its ratio allow, whatever the directory claims', async () => {
    const headerRow = `<row>${header.map((name) => `<c t="str"><v>${name}</v></c>`).join('')}</row>`;
    const row = `<row a="${'a'.repeat(1000)}">${'<c><v>1</v></c>'.repeat(3)}</row>`;
    const parts = workbookParts({
      sheets: [{ name: 'Sales', xml: sheetXml(headerRow + row.repeat(66_000)) }],
    });
    const bomb = makeZip(parts);
    expect(bomb.length).toBeLessThan(400_000);
    expect(await refusal(bomb)).toBe(
      'too_large: The workbook grows more than 300 times when unpacked, which sales do not. It was not read further.',
    );
    expect(await refusal(bomb, { maxBytes: 2 ** 20 })).toMatch(
      /^too_large: The workbook holds more than 1 MiB when unpacked/,
    );
    expect(await refusal(makeZip(parts, { claimedBytes: 1000 }), { maxBytes: 2 ** 20 })).toMatch(
      /damaged|too_large/,
    );
  });

  it('says which limit', async () => {
    const sheets = Array.from({ length: 4 }, (_, i) => ({ name: `S${i}`, rows: [header, [day, 'A', 1]] }));
    expect(await refusal(makeWorkbook({ sheets }), { maxSheets: 3 })).toMatch(
      /^too_large: The workbook has 4 sheets; at most 3 are looked at\./,
    );
    const far = withSheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="7"><c r="BXY7"><v>1</v></c></row>');
    expect(await refusal(far)).toBe(
      'too_large: Row 7 of sheet "Sales" has a value in column BXY; at most 2000 columns are read. Keep only the columns about sales.',
    );
    const texts = makeWorkbook({ ...good, sharedStrings: '<si><t>abcdefgh</t></si>'.repeat(10) });
    expect(await refusal(texts, { maxTexts: 9 })).toMatch(
      /^too_large: The workbook has more than 9 different texts\./,
    );
    expect(await refusal(texts, { maxTextBytes: 79 })).toMatch(
      /^too_large: The texts of the workbook take more than 0 MiB\./,
    );
    // one long text, named by many short cells
    const named = (cells: number, rows: number): Buffer => {
      const row = `<row>${'<c t="s"><v>0</v></c>'.repeat(cells)}</row>`;
      const sheets = [{ name: 'Sales', xml: sheetXml(row.repeat(rows)) }];
      return makeWorkbook({ sheets, sharedStrings: `<si><t>${'long '.repeat(20_000)}</t></si>` });
    };
    expect(await refusal(named(2000, 40))).toBe(
      'too_large: Row 1 of sheet "Sales" has more than 1,000,000 characters. Is this a table of sales?',
    );
    expect(await refusal(named(9, 40), { maxSheetText: 3_000_000 })).toBe(
      'too_large: Sheet "Sales" has more than 3,000,000 characters. Split it by month or year.',
    );
    const many = Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`p${i}`, '']));
    expect(await refusal(makeZip(many))).toMatch(/^too_large: The archive has more than 10000 parts/);
  });

  it('names the sheets there are when one is asked for that is not', async () => {
    expect(await refusal(makeWorkbook(good), undefined, 'Verkauf')).toBe(
      'invalid_input: The workbook has no sheet "Verkauf"; it has "Sales".',
    );
  });
});

describe('damage of any kind', () => {
  /** Numbers from 0 to below `limit`, the same in every run. */
  const createRandom = (seed: number): ((limit: number) => number) => {
    let state = seed;
    return (limit) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * limit);
    };
  };
  const mutate = (bytes: Buffer, random: (limit: number) => number): Buffer => {
    const copy = Buffer.from(bytes);
    for (let n = 1 + random(4); n > 0; n--) copy[random(copy.length)] = random(256);
    return random(4) === 0 ? copy.subarray(0, random(copy.length)) : copy;
  };

  it('is told in a sentence or read over, in the archive and in its parts', async () => {
    const random = createRandom(29);
    const fixture = await readFile(path.join(import.meta.dirname, 'data', 'excel-cells.xlsx'));
    const parts = workbookParts({ ...good, sharedStrings: '<si><t>x</t></si>', formats: ['yyyy-mm-dd'] });
    const names = Object.keys(parts);
    let refused = 0;
    for (let run = 0; run < 600; run++) {
      const name = names[random(names.length)] as string;
      const bytes =
        run % 2 === 0
          ? mutate(fixture, random)
          : makeZip({ ...parts, [name]: mutate(Buffer.from(String(parts[name])), random) });
      const file = path.join(folder, 'mutant');
      await writeFile(file, bytes);
      try {
        const workbook = await openWorkbook(file);
        try {
          for (const sheet of workbook.sheets) for await (const _ of workbook.readRows(sheet.name));
        } finally {
          workbook.close();
        }
      } catch (error) {
        expect(error, `run ${run}`).toBeInstanceOf(ServiceError);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(300);
  });
});
