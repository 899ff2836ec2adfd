import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

/*
 * Makes the files of the sample shop from UCI Online Retail:
 *   node scripts/make-sample-shop.ts <order lines of UCI Online Retail as CSV.gz>
 * Sales: all lines of the most often bought products in the United Kingdom as they came, with returns, zero prices
 * and codes that are no products; the customer's number is left out. Stock: not in the data, so it is invented here
 * by a rule from the product's code and sales, the same on every run.
 */

const productCount = 300;
const assets = join(import.meta.dirname, '../app/cli/assets');

interface Line {
  readonly invoice: string;
  readonly code: string;
  readonly description: string;
  readonly quantity: string;
  readonly at: string;
  readonly price: string;
  readonly country: string;
}

/** Fields of one CSV line; quotes are doubled inside quotes. */
function splitLine(line: string): string[] {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
    .map((match) => match[1]!)
    .map((field) => (field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field));
}

const quote = (field: string): string => (/[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);

function readLines(path: string): Line[] {
  const [, ...lines] = gunzipSync(readFileSync(path)).toString('utf8').trimEnd().split(/\r?\n/);
  return lines.map((text) => {
    const [invoice = '', code = '', description = '', quantity = '', at = '', price = '', , country = ''] =
      splitLine(text);
    return { invoice, code, description, quantity, at, price, country };
  });
}

/** 0 to 1, the same for the same words. */
function chance(...words: string[]): number {
  return createHash('sha256').update(words.join('|')).digest().readUInt32BE(0) / 2 ** 32;
}

const pick = <T>(values: readonly T[], at: number): T => values[Math.floor(at * values.length)]!;

const suppliers = [
  { name: 'Ashdown Gifts', leadTimeDays: 14, reviewDays: 7 },
  { name: 'Brightwell Imports', leadTimeDays: 35, reviewDays: 14 },
  { name: 'Castle Street Homeware', leadTimeDays: 10, reviewDays: 7 },
  { name: 'Delft & Daughters', leadTimeDays: 21, reviewDays: 7 },
  { name: 'Eastgate Trading', leadTimeDays: 28, reviewDays: 14 },
];

/** Stock of one product: between nothing and five times what sells over lead time and review. */
function inventStock(code: string, lines: readonly Line[]): string[] {
  const recent = lines.filter((line) => line.at >= '2011-07-01' && Number(line.quantity) > 0);
  const perDay = recent.reduce((sum, line) => sum + Number(line.quantity), 0) / 92;
  const prices = lines.map((line) => Number(line.price)).filter((price) => price > 0);
  const price = prices.sort((a, b) => a - b)[Math.floor(prices.length / 2)] ?? 1;
  const supplier = pick(suppliers, chance(code, 'supplier'));
  const pack = pick([1, 6, 12, 12, 24, 48], chance(code, 'pack'));
  const cover = chance(code, 'cover') < 0.06 ? 0 : 0.2 + 5 * chance(code, 'stock') ** 1.2;
  const onHand = Math.round(perDay * (supplier.leadTimeDays + supplier.reviewDays) * cover);
  const onOrder = chance(code, 'order') < 0.15 ? pack * Math.ceil((perDay * 14) / pack) : 0;
  const cost = (price * (0.38 + 0.2 * chance(code, 'cost'))).toFixed(2);
  const service = pick(['0.9', '0.95', '0.95', '0.98'], chance(code, 'service'));
  const { leadTimeDays, reviewDays, name } = supplier;
  const numbers = [onHand, onOrder, leadTimeDays, reviewDays, service, pack, pack];
  return [
    code,
    'United Kingdom',
    ...numbers.map(String),
    name,
    `${name.slice(0, 2).toUpperCase()}-${code}`,
    cost,
  ];
}

const [source] = process.argv.slice(2);
if (!source)
  throw new TypeError('usage: node scripts/make-sample-shop.ts <order lines of UCI Online Retail, CSV.gz>');
const lines = readLines(source).filter((line) => line.country === 'United Kingdom');
const byCode = Map.groupBy(lines, (line) => line.code);
const chosen = [...byCode]
  .sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1))
  .slice(0, productCount);
const codes = new Set(chosen.map(([code]) => code));

const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,Country';
const kept = lines.filter((line) => codes.has(line.code));
const rows = kept.map((line) =>
  [line.invoice, line.code, line.description, line.quantity, line.at, line.price, line.country]
    .map(quote)
    .join(','),
);
const sales = gzipSync(`${[header, ...rows].join('\n')}\n`, { level: 9 });
writeFileSync(join(assets, 'online-retail-excerpt.csv.gz'), sales);

// postage and adjustments have no stock
const products = chosen.filter(([code]) => /^\d{5}/.test(code)).sort((a, b) => (a[0] < b[0] ? -1 : 1));
const stockHeader =
  'SKU,Location,On hand,On order,Lead time days,Review days,Service level,Pack size,Minimum quantity,Supplier,Supplier SKU,Unit cost';
const stock = products.map(([code, of]) => inventStock(code, of).map(quote).join(','));
writeFileSync(join(assets, 'sample-stock.csv'), `${[stockHeader, ...stock].join('\n')}\n`);
console.log(
  `${kept.length} lines of ${codes.size} codes, ${(sales.length / 1e6).toFixed(2)} MB; stock of ${stock.length} products`,
);
