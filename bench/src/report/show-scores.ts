/** A number with fixed digits; "-" where there is none. */
export const show = (value: number | null | undefined, digits = 3): string =>
  value === null || value === undefined || Number.isNaN(value) ? '-' : value.toFixed(digits);

/** A coverage at the three levels: "0.49 / 0.79 / 0.94". */
export const showLevels = (shares: Readonly<Record<string, number | null>>): string =>
  ['50', '80', '95'].map((level) => show(shares[level], 2)).join(' / ');
