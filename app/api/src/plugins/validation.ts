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
    if (!compiled.Check(converted)) return { error: compiled.Errors(converted) };
    const instancePath = findNul(converted, '', 0);
    if (instancePath === undefined) return { value: converted };
    const message = 'must not contain the character NUL';
    return { error: [{ instancePath, message, keyword: 'nul', schemaPath: '', params: {} }] };
  };
};

/** No schema describes a value that lies deeper. */
const deepest = 32;

/** Where a text has the character NUL, which PostgreSQL cannot store nor search for; as a JSON pointer. */
function findNul(value: unknown, place: string, depth: number): string | undefined {
  if (typeof value === 'string') return value.includes('\0') ? place : undefined;
  if (value === null || typeof value !== 'object' || depth > deepest) return undefined;
  for (const [key, part] of Object.entries(value)) {
    const found = key.includes('\0') ? place : findNul(part, `${place}/${key}`, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

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
