import { ServiceError } from '@ordernimbus/contracts';

export const noForecastYet = (): ServiceError =>
  new ServiceError('not_found', 'There is no forecast yet. Import sales first.');
