import type { ColumnMeaning } from '@ordernimbus/contracts';

/** Why a row was set aside: the column it is about, and a sentence for a person. */
export const rejectionReasons: Readonly<
  Record<string, { readonly column?: ColumnMeaning; readonly message: string }>
> = {
  columns: {
    message: 'The row has more cells than the header; perhaps a separator inside a text is not quoted.',
  },
  quote: { message: 'A quotation mark is opened and never closed.' },
  totals_row: { message: 'A line of totals, not a sale.' },
  item_missing: { column: 'item', message: 'The product code is empty.' },
  item_unknown: { column: 'item', message: 'The product is given as unknown.' },
  item_too_long: { column: 'item', message: 'The product code is longer than 200 characters.' },
  location_too_long: { column: 'location', message: 'The location is longer than 200 characters.' },
  location_unknown: { column: 'location', message: 'The location is an error of a spreadsheet.' },
  excluded_item: { column: 'item', message: 'Left out as agreed: the code is no product.' },
  cancelled: { column: 'status', message: 'The order was cancelled.' },
  duplicate_line: {
    column: 'line',
    message: 'The same line of the same order stands further up in the file.',
  },
  order_missing: { column: 'order', message: 'The order number is empty.' },
  date_missing: { column: 'date', message: 'The date is empty.' },
  date_unreadable: { column: 'date', message: 'The date cannot be read.' },
  date_out_of_range: { column: 'date', message: 'The date lies before 1990.' },
  date_in_future: { column: 'date', message: 'The date lies in the future.' },
  week_not_over: {
    column: 'date',
    message: 'The week of this row is not over yet. Import it again when it is.',
  },
  month_not_over: {
    column: 'date',
    message: 'The month of this row is not over yet. Import it again when it is.',
  },
  quantity_missing: { column: 'quantity', message: 'The quantity is empty.' },
  quantity_unreadable: { column: 'quantity', message: 'The quantity is not a number.' },
  quantity_too_large: { column: 'quantity', message: 'The quantity is beyond one thousand million.' },
  price_unreadable: { column: 'price', message: 'The price is not a number.' },
  revenue_unreadable: { column: 'revenue', message: 'The revenue is not a number.' },
  cost_unreadable: { column: 'cost', message: 'The cost is not a number, or below zero.' },
  money_too_large: { column: 'price', message: 'The amount of money is too large to be right.' },
  in_stock_unreadable: { column: 'in_stock', message: 'In stock is neither yes nor no.' },
  open_unreadable: { column: 'open', message: 'Open is neither yes nor no.' },
  on_hand_unreadable: { column: 'on_hand', message: 'The stock on hand is empty or not a number.' },
  on_order_unreadable: {
    column: 'on_order',
    message: 'The quantity on order is not a number of at least zero.',
  },
  lead_time_days_unreadable: {
    column: 'lead_time_days',
    message: 'The lead time is not a number of days from 0 to 365.',
  },
  review_days_unreadable: {
    column: 'review_days',
    message: 'The review period is not a number of days from 1 to 365.',
  },
  pack_size_unreadable: { column: 'pack_size', message: 'The pack size is not a number above zero.' },
  minimum_quantity_unreadable: {
    column: 'minimum_quantity',
    message: 'The minimum is not a number of at least zero.',
  },
  service_level_unreadable: {
    column: 'service_level',
    message: 'The service level is not between 0 and 100 %.',
  },
};
