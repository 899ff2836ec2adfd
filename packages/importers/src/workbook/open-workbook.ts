import { posix } from 'node:path';
import { type Archive, openArchive } from './archive.ts';
import { damaged, tooLarge, unsupported } from './errors.ts';
import { defaultWorkbookLimits, type WorkbookLimits } from './limits.ts';
import { type NumberFormat, readNumberFormats } from './number-formats.ts';
import { readSharedTexts, SharedTexts } from './shared-texts.ts';
import { readSheetRows, type SheetRow } from './sheet-rows.ts';
import { localName, readXml } from './xml-reader.ts';

export interface Workbook {
  /** sheets of cells, in the order of the workbook; charts and macros are none */
  readonly sheets: readonly { readonly name: string; readonly isHidden: boolean }[];
  /** rows that have a value, some at a time; a sheet can be read more than once */
  readRows(sheet: string): AsyncGenerator<readonly SheetRow[]>;
  close(): void;
}

export interface OpenWorkbookOptions {
  readonly limits?: WorkbookLimits;
  readonly signal?: AbortSignal;
}

interface Relation {
  readonly id: string;
  /** last word of its type: worksheet, styles ... */
  readonly kind: string;
  readonly target: string;
}

/**
 * Opens an Excel workbook (ECMA-376, XLSX) and reads what its cells refer to; the sheets themselves are read row by row.
 * @throws ServiceError unsupported_file, too_large
 */
export async function openWorkbook(path: string, options: OpenWorkbookOptions = {}): Promise<Workbook> {
  const { limits = defaultWorkbookLimits, signal } = options;
  const archive = await openArchive(path, { limits, name: 'workbook' });
  try {
    const book = await findWorkbookPart(archive);
    const { listed, is1904 } = await readBook(archive, book);
    const relations = await readRelations(archive, book);
    const sheets = listed.flatMap((sheet) => sheetPart(archive, sheet, relations));
    if (sheets.length === 0) throw unsupported('The workbook has no sheet of cells.');
    if (sheets.length > limits.maxSheets) {
      throw tooLarge(
        `The workbook has ${sheets.length} sheets; at most ${limits.maxSheets} are looked at. Save the one with the sales as a workbook of its own.`,
      );
    }
    const partOf = (kind: string): string | undefined =>
      relations.find((relation) => relation.kind === kind)?.target;
    const texts = partOf('sharedStrings');
    const styles = partOf('styles');
    const context = {
      texts: texts
        ? await readSharedTexts(archive.read(texts), texts, limits, signal)
        : new SharedTexts(limits),
      formats: styles
        ? await readNumberFormats(archive.read(styles), styles)
        : ([] as readonly NumberFormat[]),
      is1904,
    };
    return {
      sheets: sheets.map(({ name, isHidden }) => ({ name, isHidden })),
      readRows(name) {
        const sheet = sheets.find((other) => other.name === name);
        if (!sheet) throw new Error(`The workbook has no sheet "${name}".`);
        return readSheetRows(archive.read(sheet.part), name, context, limits, signal);
      },
      close: () => archive.close(),
    };
  } catch (error) {
    archive.close();
    throw error;
  }
}

/** The part with the list of sheets; says of other archives what they are. */
async function findWorkbookPart(archive: Archive): Promise<string> {
  const [root] = archive.has('_rels/.rels')
    ? (await readRelations(archive, '')).filter(({ kind }) => kind === 'officeDocument')
    : [];
  if (root && /\.bin$/i.test(root.target)) {
    throw unsupported(
      'This is a binary Excel workbook (XLSB). Save it as an Excel workbook (XLSX) or as CSV and choose that file.',
    );
  }
  if (root) return root.target;
  if (archive.has('mimetype') && archive.has('content.xml')) {
    throw unsupported(
      'This is an OpenDocument file (ODS). Save it as an Excel workbook (XLSX) or as CSV and choose that file.',
    );
  }
  throw unsupported(
    'This is a ZIP archive, not an Excel workbook (XLSX). Unpack it, and choose the file with the sales.',
  );
}

/** Relations of a part that lead into the archive; an address outside is never opened. */
async function readRelations(archive: Archive, part: string): Promise<Relation[]> {
  const folder = posix.dirname(part);
  const name = part === '' ? '_rels/.rels' : posix.join(folder, '_rels', `${posix.basename(part)}.rels`);
  const relations: Relation[] = [];
  await readXml(archive.read(name), name, {
    open(element, { Id = '', Type = '', Target = '', TargetMode }) {
      if (element !== 'Relationship' || TargetMode === 'External') return;
      const target = Target.startsWith('/') ? Target.slice(1) : posix.join(part === '' ? '' : folder, Target);
      relations.push({ id: Id, kind: Type.slice(Type.lastIndexOf('/') + 1), target });
    },
  });
  return relations;
}

/** Spreadsheet programs allow 31. */
const longestName = 200;

interface ListedSheet {
  readonly name: string;
  readonly isHidden: boolean;
  readonly id: string | undefined;
}

async function readBook(
  archive: Archive,
  part: string,
): Promise<{ listed: readonly ListedSheet[]; is1904: boolean }> {
  const listed: ListedSheet[] = [];
  let is1904 = false;
  let isBook = false;
  await readXml(archive.read(part), part, {
    open(element, attributes) {
      isBook ||= element === 'workbook';
      if (!isBook) {
        throw unsupported(
          'This is an Office document without sheets, such as a text or slides. Choose an Excel workbook (XLSX) or a CSV file.',
        );
      }
      if (element === 'workbookPr') is1904 = /^(1|true|on)$/.test(attributes.date1904 ?? '');
      if (element !== 'sheet') return;
      const name = attributes.name ?? `Sheet ${listed.length + 1}`;
      if (name.length > longestName) throw damaged(`a sheet has a name of ${name.length} characters`);
      if (listed.some((other) => other.name === name)) throw damaged(`two sheets have the name "${name}"`);
      listed.push({
        name,
        isHidden: /hidden$/i.test(attributes.state ?? ''),
        id: Object.entries(attributes).find(([key]) => key !== 'id' && localName(key) === 'id')?.[1],
      });
    },
  });
  return { listed, is1904 };
}

/** The sheet with its part; none of what has no cells. */
function sheetPart(
  archive: Archive,
  { name, isHidden, id }: ListedSheet,
  relations: readonly Relation[],
): { name: string; isHidden: boolean; part: string }[] {
  const relation = relations.find((other) => other.id === id);
  if (relation && relation.kind !== 'worksheet') return [];
  if (!relation || !archive.has(relation.target))
    throw damaged(`its sheet "${name.slice(0, 40)}" is missing`);
  return [{ name, isHidden, part: relation.target }];
}
