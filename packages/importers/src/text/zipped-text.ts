import { ServiceError } from '@ordernimbus/contracts';
import { openArchive } from '../workbook/index.ts';
import type { TextLimits } from './limits.ts';
import type { SourceFile } from './text-source.ts';

const tableName = /\.(csv|tsv|tab)$/i;
const textName = /\.txt$/i;
/** What a workbook or another document is known by. */
const documentParts = ['[Content_Types].xml', '_rels/.rels', 'mimetype'];
const mostNamed = 5;

/**
 * The one text file in a ZIP archive, as mail and cloud folders pack exports. Undefined for an archive that is a document
 * itself, or has no text file.
 * @throws ServiceError where there are several: nobody said which one has the sales
 */
export async function openZippedText(path: string, limits: TextLimits): Promise<SourceFile | undefined> {
  const archive = await openArchive(path, { limits, name: 'archive' });
  try {
    const texts = documentParts.some((part) => archive.has(part))
      ? []
      : findTexts(archive.parts.filter((part) => !isHidden(part)));
    const [only] = texts;
    if (texts.length > 1) throw several(texts);
    if (only === undefined) {
      archive.close();
      return undefined;
    }
    return {
      sources: [{ compressed: true, read: () => archive.read(only) }],
      sheets: [],
      close: () => archive.close(),
    };
  } catch (error) {
    archive.close();
    throw error;
  }
}

/** A note may lie beside the table. */
function findTexts(parts: readonly string[]): string[] {
  const tables = parts.filter((part) => tableName.test(part));
  return tables.length > 0 ? tables : parts.filter((part) => textName.test(part));
}

/** What macOS adds beside each file. */
const isHidden = (part: string): boolean =>
  part.startsWith('__MACOSX/') || (part.split('/').at(-1) ?? '').startsWith('.');

function several(parts: readonly string[]): ServiceError {
  const named = parts.slice(0, mostNamed).map((part) => `"${part.slice(0, 80)}"`);
  const more = parts.length - named.length;
  return new ServiceError(
    'unsupported_file',
    `This ZIP archive holds ${parts.length} files: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}. Unpack it, and import those with sales one after the other.`,
  );
}
