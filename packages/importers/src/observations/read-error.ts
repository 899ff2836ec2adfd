import { ObservationError } from './errors.ts';
import { findLineOfError } from './find-line.ts';

/**
 * What DuckDB could not read, as a sentence: its own message spans many lines; what a person needs of it is the line and
 * the reason.
 * @param delimiter of a text file
 */
export async function readError(file: string, error: unknown, delimiter?: string): Promise<ObservationError> {
  const message = error instanceof Error ? error.message : String(error);
  const lineText = /CSV Error on Line: (\d+)/.exec(message)?.[1];
  const place =
    lineText === undefined || delimiter === undefined
      ? { file }
      : { file, line: await findLineOfError(file, delimiter, Number(lineText)) };
  return new ObservationError(place, reasonOf(message), { cause: error });
}

function reasonOf(message: string): string {
  const counts = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(message);
  if (counts) return `the header names ${counts[1]} columns, but this line has ${counts[2]}.`;
  if (/unterminated quote|quote should be followed|unquoted value|state machine/i.test(message)) {
    return 'a quotation mark is opened and not closed.';
  }
  if (/utf-?8|unicode/i.test(message)) return 'the text is not UTF-8; save the file as UTF-8.';
  if (/maximum line size/i.test(message)) {
    return 'a line is longer than 2 MB; a quotation mark is probably opened and not closed.';
  }
  const first = message.split('\n').find((text) => text.trim() !== '') ?? message;
  return `the file cannot be read (${first.trim()}).`;
}
