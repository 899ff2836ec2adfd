import { ServiceError } from '@ordernimbus/contracts';

export const noForecastYet = (): ServiceError =>
  new ServiceError('not_found', 'There is no forecast yet. Import sales first.');

export const noForecastHere = (): ServiceError =>
  new ServiceError(
    'not_found',
    'This item has no forecast at this location, because no sale of it there is known.',
  );
