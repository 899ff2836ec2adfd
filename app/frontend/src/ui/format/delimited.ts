export type Cell = string | number | null | undefined;

/** RFC 4180; a leading = + - @ in text would run as a formula in a spreadsheet, so it is quoted away. */
export function toCsv(rows: readonly (readonly Cell[])[]): string {
  const field = (cell: Cell) => {
    if (cell === null || cell === undefined) return '';
    if (typeof cell === 'number') return String(cell);
    const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `${rows.map((row) => row.map(field).join(',')).join('\r\n')}\r\n`;
}

export function toTsv(rows: readonly (readonly Cell[])[]): string {
  return rows
    .map((row) => row.map((cell) => String(cell ?? '').replace(/[\t\r\n]+/g, ' ')).join('\t'))
    .join('\n');
}
