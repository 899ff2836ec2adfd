import type { ColumnMeaning, Import, ImportMapping, Layout, RowPeriod } from '@ordernimbus/contracts';

type Kind = 'what' | 'where' | 'when' | 'amount' | 'money' | 'reference' | 'stock' | 'none';
interface Meaning {
  readonly name: string;
  readonly kind: Kind;
}

export const meanings: Readonly<Record<ColumnMeaning, Meaning>> = {
  item: { name: 'Item code', kind: 'what' },
  item_name: { name: 'Item name', kind: 'what' },
  category: { name: 'Category', kind: 'what' },
  barcode: { name: 'Barcode', kind: 'what' },
  supplier: { name: 'Supplier', kind: 'what' },
  supplier_sku: { name: 'Supplier SKU', kind: 'what' },
  location: { name: 'Location', kind: 'where' },
  date: { name: 'Date', kind: 'when' },
  time: { name: 'Time', kind: 'when' },
  quantity: { name: 'Quantity', kind: 'amount' },
  price: { name: 'Price', kind: 'money' },
  revenue: { name: 'Sales value', kind: 'money' },
  cost: { name: 'Cost', kind: 'money' },
  order: { name: 'Order number', kind: 'reference' },
  line: { name: 'Line number', kind: 'reference' },
  in_stock: { name: 'In stock (yes or no)', kind: 'stock' },
  open: { name: 'Shop open (yes or no)', kind: 'stock' },
  promotion: { name: 'Promotion', kind: 'stock' },
  on_hand: { name: 'On hand', kind: 'stock' },
  on_order: { name: 'On order', kind: 'stock' },
  lead_time_days: { name: 'Lead time (days)', kind: 'stock' },
  review_days: { name: 'Order every (days)', kind: 'stock' },
  pack_size: { name: 'Pack size', kind: 'stock' },
  minimum_quantity: { name: 'Minimum', kind: 'stock' },
  service_level: { name: 'Service level', kind: 'stock' },
  status: { name: 'Order status', kind: 'reference' },
  ignore: { name: 'Not used', kind: 'none' },
};

/** A stripe above the column and its word together say the meaning. */
export const stripes: Readonly<Record<Kind, string>> = {
  what: 'bg-accent',
  where: 'bg-violet',
  when: 'bg-forecast',
  amount: 'bg-green',
  money: 'bg-amber',
  reference: 'bg-ink-3',
  stock: 'bg-red',
  none: 'bg-line',
};

export const layouts: Readonly<Record<Layout, { readonly name: string; readonly help: string }>> = {
  long: { name: 'Daily sales', help: 'One row is one item on one day.' },
  order_lines: { name: 'Order lines', help: 'One row is one line of an order or invoice.' },
  till_lines: { name: 'Till lines', help: 'One row is one unit over the till.' },
  stock: { name: 'Stock', help: 'One row is what is on hand of one item now.' },
};

export const rowPeriods: Readonly<Record<RowPeriod, { readonly name: string; readonly help: string }>> = {
  day: { name: 'A day', help: 'The day of its date.' },
  week_from: { name: 'The week from its date', help: 'Sales are spread over the seven days from its date.' },
  week_until: {
    name: 'The week until its date',
    help: 'Sales are spread over the seven days until its date.',
  },
  month: { name: 'The month of its date', help: 'Sales are spread over the days of the month.' },
};

const periodHelp: Readonly<Record<RowPeriod, string>> = {
  day: layouts.long.help,
  week_from: 'One row is one item in one week.',
  week_until: 'One row is one item in one week.',
  month: 'One row is one item in one month.',
};

/** What a row of the file is. */
export const layoutHelp = ({ layout, rowPeriod }: ImportMapping): string =>
  layout === 'long' && rowPeriod ? periodHelp[rowPeriod] : layouts[layout].help;

const needed: Readonly<Record<Layout, readonly ColumnMeaning[]>> = {
  long: ['date', 'item', 'quantity'],
  order_lines: ['date', 'item', 'quantity'],
  till_lines: ['date', 'item'],
  stock: ['item', 'on_hand'],
};

/** What still stands against importing, as sentences. */
export function missingMeanings(mapping: ImportMapping): string[] {
  const used = mapping.columns.map(({ meaning }) => meaning);
  const missing = needed[mapping.layout]
    .filter((meaning) => !used.includes(meaning) && !(meaning === 'item' && used.includes('item_name')))
    .map((meaning) => `No column is marked as ${meanings[meaning].name.toLowerCase()}.`);
  const twice = (Object.keys(meanings) as ColumnMeaning[])
    .filter((meaning) => meaning !== 'ignore' && used.filter((other) => other === meaning).length > 1)
    .map((meaning) => `Two columns are marked as ${meanings[meaning].name.toLowerCase()}.`);
  return [...missing, ...twice];
}

/** The mapping as it stands: the one chosen before, else what was recognised. */
export function initialMapping(item: Import): ImportMapping {
  if (item.mapping) return item.mapping;
  const columns = item.inspection?.columns ?? [];
  return {
    layout: item.inspection?.layout ?? 'long',
    columns: columns.map(({ index, meaning }) => ({ index, meaning })),
  };
}
