import { ServiceError } from '@ordernimbus/contracts';

const currencies = new Set(Intl.supportedValuesOf('currency'));

/** ISO 4217 code of a currency that the runtime knows. */
export function checkCurrency(currency: string): void {
  if (!currencies.has(currency)) {
    throw new ServiceError('invalid_input', `"${currency}" is not a currency code such as EUR or USD.`, {
      places: [{ field: 'currency', message: 'is not a known ISO 4217 code' }],
    });
  }
}

/** IANA name of a time zone: nightly runs and the shop's "today" follow it. */
export function checkTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch (cause) {
    throw new ServiceError('invalid_input', `"${timeZone}" is not a time zone such as Europe/Berlin.`, {
      cause,
      places: [{ field: 'timeZone', message: 'is not a known IANA time zone' }],
    });
  }
}
