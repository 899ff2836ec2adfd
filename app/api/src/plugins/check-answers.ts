import type { TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import type { ApiInstance } from '../context.ts';

/**
 * For tests: an answer that does not fit its schema is an error. In production answers are written by JSON.stringify
 * without a check.
 */
export function addAnswerChecks(app: ApiInstance): void {
  const validators = new Map<unknown, Validator>();
  app.addHook('preSerialization', async (request, reply, payload) => {
    const responses = (request.routeOptions.schema?.response ?? {}) as Record<string, TSchema>;
    const schema =
      responses[String(reply.statusCode)] ?? responses[`${Math.floor(reply.statusCode / 100)}xx`];
    if (!schema || reply.statusCode >= 400) return payload;
    let validator = validators.get(schema);
    if (!validator) {
      validator = Compile(schema);
      validators.set(schema, validator);
    }
    // dates become texts on the way out, so what is checked is what is sent
    const sent: unknown = JSON.parse(JSON.stringify(payload));
    if (!validator.Check(sent)) {
      const [error] = validator.Errors(sent);
      throw new Error(`The answer does not fit its schema: ${error?.instancePath} ${error?.message}`);
    }
    return payload;
  });
}
