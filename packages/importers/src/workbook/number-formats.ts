import { readXml } from './xml-reader.ts';

/** What of a number format says what a number is; how it is shown does not matter. */
export interface NumberFormat {
  readonly isDate: boolean;
  readonly hasTime: boolean;
  /** hours that may go beyond a day: [h]:mm */
  readonly isDuration: boolean;
  /** digits of a format of zeros alone: 00000 shows 123 as 00123, which is what a person knows as the code */
  readonly zeros: number;
}

const general: NumberFormat = { isDate: false, hasTime: false, isDuration: false, zeros: 0 };
const day: NumberFormat = { ...general, isDate: true };
const time: NumberFormat = { ...day, hasTime: true };

/** Formats that have a number and no code in the file (ECMA-376 part 1, 18.8.30), those of East Asia included. */
function builtIn(id: number): NumberFormat {
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58)) return day;
  if ((id >= 18 && id <= 22) || (id >= 32 && id <= 35) || id === 45 || id === 47) return time;
  return id === 46 ? { ...time, isDuration: true } : general;
}

/** Reads a format code; its first section stands for all. */
export function parseFormat(code: string): NumberFormat {
  const bare = code
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .replace(/\[(?!(h+|m+|s+)\])[^\]]*\]/gi, '')
    .split(';')[0]
    ?.toLowerCase() as string;
  if (/^0{2,}$/.test(bare.trim())) return { ...general, zeros: bare.trim().length };
  if (/general|standard|@/.test(bare) || /[0#?.]e[+-]/.test(bare)) return general;
  if (/\[(h+|m+|s+)\]/.test(bare)) return { ...time, isDuration: true };
  const withoutHalf = bare.replace(/am\/pm|a\/p/g, '');
  const hasTime = /[hs]/.test(withoutHalf) || withoutHalf !== bare;
  if (!hasTime && !/[ymd]/.test(bare)) return general;
  return hasTime ? time : day;
}

/** Formats by the number of a cell's style. */
export async function readNumberFormats(
  pieces: AsyncIterable<Buffer>,
  part: string,
): Promise<readonly NumberFormat[]> {
  const custom = new Map<number, NumberFormat>();
  const ids: number[] = [];
  let inCellFormats = false;
  await readXml(pieces, part, {
    open(name, attributes) {
      if (name === 'numFmt')
        custom.set(Number(attributes.numFmtId), parseFormat(attributes.formatCode ?? ''));
      else if (name === 'cellXfs') inCellFormats = true;
      else if (inCellFormats && name === 'xf') ids.push(Number(attributes.numFmtId ?? 0));
    },
    close(name) {
      if (name === 'cellXfs') inCellFormats = false;
    },
  });
  return ids.map((id) => custom.get(id) ?? builtIn(id));
}
