/** Currencies of the world as the browser knows them. */
export const currencies: readonly string[] = Intl.supportedValuesOf('currency');

const ofRegion: Readonly<Record<string, string>> = {
  GB: 'GBP',
  US: 'USD',
  CA: 'CAD',
  AU: 'AUD',
  NZ: 'NZD',
  CH: 'CHF',
  SE: 'SEK',
  NO: 'NOK',
  DK: 'DKK',
  PL: 'PLN',
  CZ: 'CZK',
  HU: 'HUF',
  RO: 'RON',
  TR: 'TRY',
  IN: 'INR',
  JP: 'JPY',
  CN: 'CNY',
  BR: 'BRL',
  MX: 'MXN',
  ZA: 'ZAR',
};
const euroRegions = 'AT BE BG HR CY EE FI FR DE GR IE IT LV LT LU MT NL PT SK SI ES'.split(' ');

/** A first guess from the browser's language; the field stays open to change. */
export function likelyCurrency(language: string): string {
  const region = new Intl.Locale(language).maximize().region ?? 'US';
  return euroRegions.includes(region) ? 'EUR' : (ofRegion[region] ?? 'USD');
}
