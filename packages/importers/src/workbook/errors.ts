import { ServiceError } from '@ordernimbus/contracts';

export const unsupported = (message: string, cause?: unknown): ServiceError =>
  new ServiceError('unsupported_file', message, cause === undefined ? {} : { cause });

export const tooLarge = (message: string): ServiceError => new ServiceError('too_large', message);

/** @param what is wrong, as a clause */
export const damaged = (what: string, cause?: unknown): ServiceError =>
  unsupported(
    `The workbook is damaged: ${what}. Open it in a spreadsheet program, save it anew and choose that file.`,
    cause,
  );
