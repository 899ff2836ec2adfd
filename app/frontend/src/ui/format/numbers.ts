import { locale } from './locale.ts';

const unknown = '–';
const cache = new Map<string, Intl.NumberFormat>();

function formatter(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify(options);
  const known = cache.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, options);
  cache.set(key, made);
  return made;
}

export function formatNumber(value: number | null | undefined, digits = 0): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return unknown;
  return formatter({ maximumFractionDigits: digits }).format(value);
}

/** With all of its digits, so that a column of them can be compared: 1.00, 1.04. */
export function formatFixed(value: number | null | undefined, digits: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return unknown;
  return formatter({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

/** Units sold or forecast: whole above ten, one decimal below, because 0.4 a day is not 0. */
export function formatUnits(value: number | null | undefined): string {
  if (value === null || value === undefined) return unknown;
  return formatNumber(value, Math.abs(value) < 10 && !Number.isInteger(value) ? 1 : 0);
}

export function formatCompact(value: number): string {
  return formatter({ notation: 'compact', maximumFractionDigits: 1 }).format(value);
}

export function formatPercent(share: number | null | undefined, digits = 0): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return unknown;
  return formatter({ style: 'percent', maximumFractionDigits: digits }).format(share);
}

/** A part of a whole: one that is there is never 0 %. */
export function formatPart(share: number): string {
  return share > 0 && share < 0.005 ? `< ${formatPercent(0.01)}` : formatPercent(share);
}

/** A change against before, with its sign: +12 %. */
export function formatChange(now: number, before: number | null | undefined): string | null {
  if (!before) return null;
  return formatter({ style: 'percent', maximumFractionDigits: 0, signDisplay: 'exceptZero' }).format(
    now / before - 1,
  );
}

/** Units with their sign: +98, −2.4, 0. */
export function formatSignedUnits(value: number): string {
  const maximumFractionDigits = Math.abs(value) < 10 ? 1 : 0;
  return formatter({ maximumFractionDigits, signDisplay: 'exceptZero' }).format(value);
}

/** An en dash and one unit: 96–141 units. */
export function formatRange(low: number, high: number, unit = ''): string {
  const [a, b] = [formatUnits(Math.max(0, low)), formatUnits(high)];
  const range = a === b ? a : `${a}–${b}`;
  return unit ? `${range} ${unit}` : range;
}

function fractionDigits(currency: string): number {
  return formatter({ style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

export function formatMoney(
  minor: number | null | undefined,
  currency: string,
  style: 'exact' | 'whole' | 'compact' = 'exact',
): string {
  if (minor === null || minor === undefined) return unknown;
  const digits = fractionDigits(currency);
  const value = minor / 10 ** digits;
  const shape: Intl.NumberFormatOptions =
    style === 'compact' && Math.abs(value) >= 100_000
      ? { notation: 'compact', maximumFractionDigits: 1 }
      : { maximumFractionDigits: style === 'exact' ? digits : 0 };
  if (style !== 'exact') shape.minimumFractionDigits = 0;
  return formatter({ style: 'currency', currency, currencyDisplay: 'narrowSymbol', ...shape }).format(value);
}

export const minorUnits = (major: number, currency: string) =>
  Math.round(major * 10 ** fractionDigits(currency));
export const majorUnits = (minor: number, currency: string) => minor / 10 ** fractionDigits(currency);

export function formatBytes(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined) return unknown;
  if (bytes < 1000) return plural(bytes, 'byte');
  const units = ['kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = Math.min(units.length, Math.floor(Math.log10(bytes) / 3));
  return formatter({
    style: 'unit',
    unit: units[step - 1] ?? 'kilobyte',
    maximumFractionDigits: step > 1 ? 1 : 0,
  }).format(bytes / 1000 ** step);
}

export function formatSeconds(seconds: number): string {
  if (seconds < 1) return 'under a second';
  if (seconds < 60) return `${Math.round(seconds)} s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  return `${formatNumber(seconds / 3600, 1)} h`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}
