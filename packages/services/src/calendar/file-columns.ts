/** Columns of a file of entries, in the order in which they are written; read by name, in any order. */
export const fileColumns = [
  'kind',
  'name',
  'item',
  'category',
  'location',
  'from',
  'to',
  'discount',
  'price',
  'closed',
] as const;
export type FileColumn = (typeof fileColumns)[number];

const aliases: Readonly<Record<string, FileColumn>> = {
  type: 'kind',
  title: 'name',
  promotion: 'name',
  event: 'name',
  sku: 'item',
  'item code': 'item',
  product: 'item',
  department: 'category',
  store: 'location',
  shop: 'location',
  'from day': 'from',
  start: 'from',
  'start date': 'from',
  date: 'from',
  'to day': 'to',
  end: 'to',
  'end date': 'to',
  until: 'to',
  'discount percent': 'discount',
  'discount %': 'discount',
};

/** The column that a header names, or undefined. */
export function columnOf(header: string): FileColumn | undefined {
  const plain = header
    .trim()
    .toLowerCase()
    .replace(/[_\s]+/g, ' ');
  return fileColumns.find((name) => name === plain) ?? aliases[plain];
}
