/**
 * The reader's language as Intl takes it. Some systems name one that no Intl function accepts (en-US@posix, C): then
 * the part before the first foreign sign, else English.
 */
export function usableLocale(named: string | undefined): string {
  for (const candidate of [named, named?.split(/[^A-Za-z0-9-]/)[0]]) {
    try {
      const [locale] = Intl.getCanonicalLocales(candidate);
      if (locale) return locale;
    } catch {
      // the next one
    }
  }
  return 'en';
}

/** The reader's own conventions; only the currency comes from the shop. */
export const locale = usableLocale(typeof navigator === 'undefined' ? undefined : navigator.language);
