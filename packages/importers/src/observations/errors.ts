import { basename } from 'node:path';

export interface ObservationPlace {
  readonly file: string;
  /** Line of a text file, the header being line 1. */
  readonly line?: number;
  /** Sheet of a workbook. */
  readonly sheet?: string;
  /** Row of a file that has no lines, from 1: a record of Parquet, a row of a sheet as its program numbers it. */
  readonly row?: number;
  readonly column?: string;
}

/** The input cannot be read as observations; the message is one sentence that names the place and the reason. */
export class ObservationError extends Error {
  readonly place: ObservationPlace;

  constructor(place: ObservationPlace, reason: string, options: { cause?: unknown } = {}) {
    super(`${placeText(place)}: ${reason}`, options);
    this.name = 'ObservationError';
    this.place = place;
  }
}

/** A place as a sentence begins with it. */
export function placeText(place: ObservationPlace): string {
  const parts = [basename(place.file)];
  if (place.sheet !== undefined) parts.push(`sheet "${place.sheet}"`);
  if (place.line !== undefined) parts.push(`line ${place.line}`);
  if (place.row !== undefined) parts.push(`row ${place.row}`);
  if (place.column !== undefined) parts.push(`column "${place.column}"`);
  return parts.join(', ');
}

/** A cell as it may stand inside a sentence: on one line, not longer than the sentence, and no command to a terminal. */
export function quoteCell(value: unknown): string {
  const text = String(value)
    .replace(/\s+/g, ' ')
    .replace(/\p{Cc}/gu, '\ufffd');
  return text.length > 40 ? `"${text.slice(0, 40)}..."` : `"${text}"`;
}
