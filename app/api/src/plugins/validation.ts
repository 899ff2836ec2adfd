import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Value } from 'typebox/value';

type Converter = (value: unknown) => unknown;
type SchemaFields = { type?: string; properties?: Record<string, TSchema>; default?: unknown };

/**
 * Validates by compiled TypeBox schemas. Bodies are taken as they are; texts of paths, queries and headers become the
 * numbers, truth values and lists that the schema asks for, and absent ones get the schema's default.
 */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const compiled = Compile(schema);
  const convert = httpPart === 'body' ? undefined : createTextConverter(schema);
  return (value: unknown) => {
    const converted = convert ? convert(value) : value;
    if (compiled.Check(converted)) return { value: converted };
    return { error: compiled.Errors(converted) };
  };
};

/** Prepared per property when the server starts: walking the schema at each request costs more than the check. */
function createTextConverter(schema: TSchema): Converter {
  const { properties } = schema as SchemaFields;
  if (!properties) return (value) => Value.Convert(schema, value);
  const steps = Object.entries(properties).map(
    ([name, property]) => [name, createFieldConverter(property), (property as SchemaFields).default] as const,
  );
  return (value) => {
    const fields = { ...(value as Record<string, unknown>) };
    for (const [name, convert, fallback] of steps) {
      const given = fields[name];
      if (given !== undefined) fields[name] = convert(given);
      else if (fallback !== undefined) fields[name] = fallback;
    }
    return fields;
  };
}

function createFieldConverter(schema: TSchema): Converter {
  const { type } = schema as SchemaFields;
  if (type === 'string') return (value) => value;
  if (type === 'integer') {
    return (value) => (typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : value);
  }
  return (value) => Value.Convert(schema, value);
}
