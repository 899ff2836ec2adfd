import type { NumberFormat } from './number-formats.ts';

/**
 * The text of a cell or of a shared text: what stands in its `t` elements, runs of rich text one after another, without
 * the readings of characters (`rPh`) that Japanese workbooks add.
 */
export class TextGatherer {
  text = '';
  private inText = false;
  private inReading = false;

  start(): void {
    this.text = '';
    this.inText = false;
    this.inReading = false;
  }

  open(name: string): void {
    if (name === 't') this.inText = true;
    else if (name === 'rPh') this.inReading = true;
  }

  add(piece: string): void {
    if (this.inText && !this.inReading) this.text += piece;
  }

  close(name: string): void {
    if (name === 't') this.inText = false;
    else if (name === 'rPh') this.inReading = false;
  }
}

const escaped = /_x([0-9A-Fa-f]{4})_/g;

/** On one line, so that lines of the text made of a sheet are its rows; `_x000D_` is how the format writes a character. */
export function cleanText(text: string): string {
  const plain = text.includes('_x')
    ? text.replace(escaped, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not stay
  return plain.replace(/[\u0000-\u001f\u0085\u2028\u2029]+/g, ' ');
}

/** A stored number in plain digits: neither rounded as shown nor with an exponent. */
export function plainNumber(stored: string): string {
  // codes longer than a double is exact, as other programs write them, stay as they are
  if (/^-?(0|[1-9]\d*)$/.test(stored)) return stored;
  const value = Number(stored);
  if (stored === '' || !Number.isFinite(value)) return stored;
  const shortest = String(value);
  const [, sign = '', whole = '', fraction = '', exponent] =
    /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(shortest) ?? [];
  if (exponent === undefined) return shortest;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return `${sign}${digits.padEnd(point, '0')}`;
}

const secondsPerDay = 86_400;
/** day after the last that the format knows, 31 December 9999 */
const endOfSerials = 2_958_466;
const two = (value: number): string => String(value).padStart(2, '0');
const clock = (seconds: number): string =>
  `${two(Math.floor(seconds / 3600))}:${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;

/** A day number and a share of the day as ISO text; undefined where there is no such date. */
export function dateText(stored: string, format: NumberFormat, is1904: boolean): string | undefined {
  const serial = Number(stored);
  if (stored === '' || !(serial >= 0 && serial < endOfSerials)) return undefined;
  // to the millisecond first: noon is stored as a little less than half a day
  const total = Math.floor(Math.round(serial * secondsPerDay * 1000) / 1000);
  if (format.isDuration || (total < secondsPerDay && format.hasTime)) return clock(total);
  const day = Math.floor(total / secondsPerDay);
  const seconds = total % secondsPerDay;
  if (day === 0 && !is1904) return undefined;
  const date = is1904 ? isoDay(Date.UTC(1904, 0, 1), day) : isoDay1900(day);
  return seconds > 0 || format.hasTime ? `${date} ${clock(seconds)}` : date;
}

const knownDays = new Map<number, string>();

/** A table of sales has a few hundred days on a million rows. */
function isoDay(origin: number, days: number): string {
  const at = origin + days * secondsPerDay * 1000;
  let text = knownDays.get(at);
  if (text === undefined) {
    if (knownDays.size >= 10_000) knownDays.clear();
    text = new Date(at).toISOString().slice(0, 10);
    knownDays.set(at, text);
  }
  return text;
}

/** The system of 1900 has a 29 February 1900 that was none: it is told as it is shown, and refused as no date. */
function isoDay1900(day: number): string {
  if (day === 60) return '1900-02-29';
  return isoDay(Date.UTC(1899, 11, day < 60 ? 31 : 30), day);
}
