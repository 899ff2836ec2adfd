import { ServiceError } from '@ordernimbus/contracts';
import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';

/** The payload, once it fits. @throws ServiceError invalid_input naming the field */
export function parseJobPayload(name: string, schema: TSchema, payload: unknown): Record<string, unknown> {
  if (Value.Check(schema, payload)) return payload as Record<string, unknown>;
  const [error] = Value.Errors(schema, payload);
  throw new ServiceError(
    'invalid_input',
    `The payload of the job "${name}" does not fit: ${error?.instancePath || 'payload'} ${error?.message ?? 'is wrong'}.`,
  );
}
