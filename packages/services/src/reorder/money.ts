const formats = new Map<string, Intl.NumberFormat>();

function formatOf(currency: string): Intl.NumberFormat {
  let format = formats.get(currency);
  if (!format) {
    format = new Intl.NumberFormat('en', { style: 'currency', currency });
    formats.set(currency, format);
  }
  return format;
}

/** Decimals of a currency's amounts. */
export const moneyDigits = (currency: string): number =>
  formatOf(currency).resolvedOptions().maximumFractionDigits ?? 2;

/** Amount with its currency as a person reads it. */
export const displayMoney = (minor: number, currency: string): string =>
  formatOf(currency).format(minor / 10 ** moneyDigits(currency));

/** Amount in major units with the currency's decimals and a point, for files: 1250 of EUR is 12.50, of JPY 1250. */
export function majorUnits(minor: number, currency: string): string {
  const digits = moneyDigits(currency);
  return (minor / 10 ** digits).toFixed(digits);
}
