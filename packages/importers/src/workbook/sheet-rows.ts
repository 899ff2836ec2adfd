import { withoutValue } from './cell-errors.ts';
import { cleanText, dateText, plainNumber, TextGatherer } from './cell-text.ts';
import { damaged, tooLarge } from './errors.ts';
import { mostRows, type WorkbookLimits } from './limits.ts';
import type { NumberFormat } from './number-formats.ts';
import type { SharedTexts } from './shared-texts.ts';
import { XmlReader } from './xml-reader.ts';

export interface SheetRow {
  /** as the spreadsheet program numbers it, from 1 */
  readonly row: number;
  /** from column A to the last that is filled */
  readonly cells: readonly string[];
}

/** What cells refer to. */
export interface CellContext {
  readonly texts: SharedTexts;
  readonly formats: readonly NumberFormat[];
  readonly is1904: boolean;
}

/** Column from 0 of a cell's reference: 27 of AB12. Undefined where it is none. */
export function columnOf(cell: string): number | undefined {
  let column = 0;
  let at = 0;
  for (; at < cell.length; at++) {
    const letter = cell.charCodeAt(at) - 64;
    if (!(letter >= 1 && letter <= 26)) break;
    column = column * 26 + letter;
  }
  return at >= 1 && at <= 3 && at < cell.length ? column - 1 : undefined;
}

/** Letters of a column from 0. */
export function columnName(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : columnName(Math.floor(column / 26) - 1) + last;
}

/** Rows of a sheet that have a value, in order, as many at a time as a piece of the file holds. */
export async function* readSheetRows(
  pieces: AsyncIterable<Buffer>,
  sheet: string,
  context: CellContext,
  limits: WorkbookLimits,
  signal?: AbortSignal,
): AsyncGenerator<readonly SheetRow[]> {
  const gatherer = new RowGatherer(sheet, context, limits);
  const reader = new XmlReader(`sheet "${sheet}"`, gatherer);
  for await (const piece of pieces) {
    signal?.throwIfAborted();
    reader.push(piece);
    yield gatherer.take();
  }
  reader.end();
  yield gatherer.take();
}

const count = (value: number): string => value.toLocaleString('en');

class RowGatherer {
  private readonly sheet: string;
  private readonly context: CellContext;
  private readonly limits: WorkbookLimits;
  private rows: SheetRow[] = [];
  private inData = false;
  private row = 0;
  private cells: string[] = [];
  private rowText = 0;
  private sheetText = 0;
  private column = -1;
  private type = 'n';
  private style = 0;
  private isFormula = false;
  private value = '';
  private inValue = false;
  private inCell = false;
  private readonly inline = new TextGatherer();

  constructor(sheet: string, context: CellContext, limits: WorkbookLimits) {
    this.sheet = sheet;
    this.context = context;
    this.limits = limits;
  }

  take(): readonly SheetRow[] {
    const { rows } = this;
    if (rows.length > 0) this.rows = [];
    return rows;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (!this.inData) {
      this.inData = name === 'sheetData';
      return;
    }
    if (name === 'c') this.openCell(attributes);
    else if (name === 'v') this.inValue = true;
    else if (name === 'row') this.openRow(attributes.r);
    else if (name === 'f') this.isFormula = true;
    else this.inline.open(name);
  }

  text(piece: string): void {
    if (this.inValue) this.value += piece;
    else if (this.inCell) this.inline.add(piece);
  }

  close(name: string): void {
    if (!this.inData) return;
    if (name === 'v') this.inValue = false;
    else if (name === 'c') this.closeCell();
    else if (name === 'row') this.closeRow();
    else if (name === 'sheetData') this.inData = false;
    else this.inline.close(name);
  }

  private openRow(number: string | undefined): void {
    const row = number === undefined ? this.row + 1 : Number(number);
    if (!(Number.isInteger(row) && row > this.row && row <= mostRows)) {
      throw damaged(
        `after row ${this.row} of sheet "${this.sheet}" comes "${String(number ?? row).slice(0, 20)}"`,
      );
    }
    this.row = row;
    this.cells = [];
    this.rowText = 0;
    this.column = -1;
  }

  private openCell(attributes: Readonly<Record<string, string>>): void {
    const column = attributes.r === undefined ? this.column + 1 : columnOf(attributes.r);
    if (column === undefined || column <= this.column) {
      throw damaged(
        `row ${this.row} of sheet "${this.sheet}" has a cell "${attributes.r?.slice(0, 20)}" out of place`,
      );
    }
    this.column = column;
    this.type = attributes.t ?? 'n';
    this.style = Number(attributes.s ?? 0);
    this.value = '';
    this.isFormula = false;
    this.inCell = true;
    this.inline.start();
  }

  private closeCell(): void {
    this.inCell = false;
    const text = this.cellText();
    if (text === '') return;
    if (this.column >= this.limits.maxColumns) {
      throw tooLarge(
        `Row ${this.row} of sheet "${this.sheet}" has a value in column ${columnName(this.column)}; at most ${this.limits.maxColumns} columns are read. Keep only the columns about sales.`,
      );
    }
    this.rowText += text.length;
    if (this.rowText > this.limits.maxRowText) {
      throw tooLarge(
        `Row ${this.row} of sheet "${this.sheet}" has more than ${count(this.limits.maxRowText)} characters. Is this a table of sales?`,
      );
    }
    while (this.cells.length < this.column) this.cells.push('');
    this.cells[this.column] = text;
  }

  private closeRow(): void {
    if (this.cells.length > 0) this.rows.push({ row: this.row, cells: this.cells });
    this.sheetText += this.rowText + this.cells.length;
    if (this.sheetText > this.limits.maxSheetText) {
      throw tooLarge(
        `Sheet "${this.sheet}" has more than ${count(this.limits.maxSheetText)} characters. Split it by month or year.`,
      );
    }
    this.cells = [];
    this.rowText = 0;
  }

  private cellText(): string {
    const { type, value, context } = this;
    if (type === 's') {
      if (value === '') return '';
      const text = context.texts.find(Number(value));
      if (text !== undefined) return text;
      throw damaged(
        `cell ${columnName(this.column)}${this.row} of sheet "${this.sheet}" refers to a text that is not there`,
      );
    }
    if (type === 'inlineStr') return cleanText(this.inline.text);
    if (type === 'str') return cleanText(value);
    const stored = value.trim();
    if (stored === '') return this.isFormula ? withoutValue : '';
    if (type === 'b') return stored === '0' ? 'FALSE' : 'TRUE';
    if (type === 'd') return isoCell(stored);
    if (type === 'e') return cleanText(stored);
    const format = context.formats[this.style];
    const date = format?.isDate ? dateText(stored, format, context.is1904) : undefined;
    if (date !== undefined) return date;
    const number = cleanText(plainNumber(stored));
    return format && format.zeros > 0 && /^\d+$/.test(number) ? number.padStart(format.zeros, '0') : number;
  }
}

/** Dates that are stored as text already: midnight is a day. */
const isoCell = (stored: string): string =>
  cleanText(stored)
    .replace(/(\.\d+)?Z?$/, '')
    .replace('T', ' ')
    .replace(/ 00:00:00$/, '');
