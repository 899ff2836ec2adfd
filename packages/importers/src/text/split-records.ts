/** Records of a short text, for looking at the head of a file; the whole file goes through `RecordWriter`. */
export interface HeadRecord {
  readonly fields: string[];
  /** number of the line on which it starts, from 1 */
  readonly line: number;
}

export function splitRecords(text: string, separator: string, mayBeCut: boolean): HeadRecord[] {
  const records: HeadRecord[] = [];
  let fields: string[] = [];
  let field = '';
  let quoted = false;
  let line = 1;
  let start = 1;
  const endRecord = (): void => {
    fields.push(field.replace(/\r$/, ''));
    records.push({ fields, line: start });
    fields = [];
    field = '';
  };
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string;
    if (quoted) {
      if (char === '\n') line++;
      if (char !== '"') field += char;
      else if (text[at + 1] === '"') {
        field += '"';
        at++;
      } else if (at + 1 >= text.length || [separator, '\n', '\r'].includes(text[at + 1] as string))
        quoted = false;
      else field += char;
    } else if (char === '"' && field === '') quoted = true;
    else if (char === separator) {
      fields.push(field);
      field = '';
    } else if (char === '\n' || (char === '\r' && text[at + 1] !== '\n')) {
      endRecord();
      line++;
      start = line;
    } else field += char;
  }
  if (!mayBeCut && (field !== '' || fields.length > 0)) endRecord();
  return records;
}
