import { gzipSync } from 'node:zlib';

const days = Array.from({ length: 12 }, (_, index) => index + 1);

/** Sound files of every layout and several countries, from which damaged ones are made. */
export const seeds: readonly string[] = [
  `date,sku,store,units,price\n${days.map((day) => `2026-01-${String(day).padStart(2, '0')},SKU${day % 3},S${day % 2},${day},1.50`).join('\n')}\n`,
  `Datum;Artikel;Filiale;Menge;Einzelpreis\r\n${days.map((day) => `${day + 12}.01.2026;A-${day};Köln;${day};1.234,50 €`).join('\r\n')}\r\n`,
  `InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID\n${days.map((day) => `${day % 4 === 0 ? 'C' : ''}5363${day},8512${day},"LAMP, ""big""\nred",${day % 4 === 0 ? -1 : day},2025-12-${String(day).padStart(2, '0')} 08:26:00,2.55,17850.0`).join('\n')}\n`,
  `Date\tTime\tTransaction\tItem\n${days.map((day) => `2026-02-${String(day).padStart(2, '0')}\t09:58:11\t${day}\t${day % 5 ? 'Bread' : 'NONE'}`).join('\n')}\n`,
  `sku,location,on hand,lead time,pack size,cost\n${days.map((day) => `SKU${day},Main,${day * 3},${day},6,"$1,200.25"`).join('\n')}\n`,
  `Sales report 2026\n\nFecha,Producto,Cantidad\n${days.map((day) => `2026-03-${String(day).padStart(2, '0')},Té ${day},${day}`).join('\n')}\nTotal,,78\n`,
  `SKU,Name,${days.map((day) => `2026-01-${String(day).padStart(2, '0')}`).join(',')},Total\n${days.map((day) => `W${day},"Cup, ${day}",${days.map((other) => (other % 3 === 0 ? '' : day * other)).join(',')},99`).join('\n')}\nTotal,,${days.map(() => '1').join(',')},12\n`,
  `Filiale;Artikel;Jan 2025;Feb 2025;Mrz 2025;Apr 2025\r\n${days.map((day) => `Köln;M${day};${day},5;;1.000;-1`).join('\r\n')}\r\n`,
];

/** mulberry32 */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const cells = [
  '',
  ' ',
  '"',
  '""',
  '"""',
  "'",
  '=1+1',
  '=cmd|calc',
  '-',
  'NaN',
  'inf',
  '1e308',
  '1e999',
  '-5',
  '0',
  '00012',
  '9'.repeat(40),
  '1,5',
  '1.5',
  '1.234',
  '1,234',
  '1.234,56',
  '1,234.56',
  '(12.00)',
  '12-',
  '$ 5',
  '12 €',
  '5 %',
  'null',
  'NULL',
  'NONE',
  'Total',
  'Summe:',
  '\u0000',
  '\u00a0',
  '\ufeff',
  '💥',
  'ÄÖÜ',
  '2026-02-30',
  '31/12/2025',
  '12/31/2025',
  '01/02/2025',
  '2026-13-01',
  '20260105',
  '45000',
  '1 Jan 2026',
  'Jan 5, 2026',
  '2026-01-01T10:00:00Z',
  '2026-01-01 10:00:00 +0200',
  '2026-01-01 25:61',
  '0000-00-00',
  '9999-12-31',
  '1900-01-01',
  'x'.repeat(300),
  'a\tb',
  'a\nb',
  '"a\nb"',
  '"a,b"',
  'true',
  'no',
  '\\',
  '\\N',
  ';',
  '|',
  '\r',
];

/** File `index` of a seed: a sound one with a few things done to it. */
export function mutate(index: number, seed: number): Buffer {
  const random = createRandom(seed * 1_000_003 + index);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  let text = pick(seeds);
  const separator = text.includes('\t') ? '\t' : text.includes(';') ? ';' : ',';
  for (let times = Math.floor(random() * 5); times >= 0; times--) {
    const lines = text.split('\n');
    const at = Math.floor(random() * lines.length);
    const line = lines[at] ?? '';
    const fields = line.split(separator);
    const field = Math.floor(random() * fields.length);
    switch (Math.floor(random() * 13)) {
      case 0:
      case 1:
      case 2:
        fields[field] = pick(cells);
        lines[at] = fields.join(separator);
        break;
      case 3:
        lines.splice(at, 1);
        break;
      case 4:
        lines.splice(at, 0, line, line);
        break;
      case 5:
        fields.splice(field, 0, pick(cells));
        lines[at] = fields.join(separator);
        break;
      case 6:
        fields.splice(field, 1);
        lines[at] = fields.join(separator);
        break;
      case 7:
        lines[at] = line.slice(0, Math.floor(random() * line.length));
        break;
      case 8:
        lines.length = at + 1;
        break;
      case 9:
        for (let row = 1; row < lines.length; row++) {
          const row_fields = (lines[row] ?? '').split(separator);
          if (row_fields[field] !== undefined) row_fields[field] = pick(cells);
          lines[row] = row_fields.join(separator);
        }
        break;
      case 10: {
        const place = Math.floor(random() * line.length);
        lines[at] =
          `${line.slice(0, place)}${pick(['"', separator, '\r', '\u0001', 'é', '\n', '\t'])}${line.slice(place)}`;
        break;
      }
      case 11:
        lines.splice(at, 0, pick(['', separator.repeat(fields.length - 1), '   ', 'a note between']));
        break;
      default:
        lines.reverse();
    }
    text = lines.join('\n');
  }
  const kind = random();
  if (kind < 0.05) return Buffer.from(`\ufeff${text}`, 'utf16le');
  if (kind < 0.1) return Buffer.from(`\ufeff${text}`);
  if (kind < 0.15) return Buffer.from(text, 'latin1');
  if (kind < 0.2) return gzipSync(Buffer.from(text), { level: 1 });
  const bytes = Buffer.from(text);
  if (kind < 0.3 && bytes.length > 0) {
    for (let times = 0; times < 3; times++)
      bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
  }
  if (kind > 0.97) return bytes.subarray(0, Math.floor(random() * bytes.length));
  return bytes;
}
