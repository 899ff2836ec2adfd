import type { SheetRow } from './sheet-rows.ts';

const pieceLength = 1 << 16;

const field = (text: string): string => (text.includes('"') ? `"${text.replaceAll('"', '""')}"` : text);

/** A row as a line with tabs between its cells; with so many cells as `columns` says, where it has fewer. */
export const rowText = ({ cells }: SheetRow, columns = 0): string =>
  `${cells.map(field).join('\t')}${'\t'.repeat(Math.max(0, columns - Math.max(1, cells.length)))}\n`;

/** A sheet as text whose line n is row n: rows without a value are empty lines, those after the last are left out. */
export async function* sheetText(batches: AsyncIterable<readonly SheetRow[]>): AsyncGenerator<Buffer> {
  let text = '';
  let next = 1;
  for await (const rows of batches) {
    for (const row of rows) {
      text += '\n'.repeat(row.row - next) + rowText(row);
      next = row.row + 1;
      if (text.length < pieceLength) continue;
      yield Buffer.from(text);
      text = '';
    }
  }
  if (text !== '') yield Buffer.from(text);
}
