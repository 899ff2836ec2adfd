/**
 * JSON whose other characters are written as escapes. The string is flat and has one byte a character, so that it is
 * sent without being encoded, in one piece with the headers.
 */
export function asciiJson(value: unknown): string {
  const text = JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return Buffer.from(text, 'latin1').toString('latin1');
}
