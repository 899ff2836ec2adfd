import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, type TestApi } from './test-api.ts';

const strict = { additionalProperties: false };
const Text = Type.String({ minLength: 1 });
const anyOf = (keyPattern: string) => (value: ReturnType<typeof Type.Object>) =>
  Type.Object({}, { patternProperties: { [keyPattern]: value }, additionalProperties: false });

// the objects of the OpenAPI 3.1 specification that the document uses, with their fixed fields and no others
const Schema = Type.Object({}, { additionalProperties: true });
const MediaType = Type.Object(
  { schema: Type.Optional(Schema), example: Type.Optional(Type.Unknown()), examples: Type.Optional(Schema) },
  strict,
);
const Content = anyOf('^[\\w.+*-]+/[\\w.+*-]+$')(MediaType);
const Parameter = Type.Object(
  {
    name: Text,
    in: Type.Enum(['query', 'path', 'header', 'cookie']),
    required: Type.Optional(Type.Boolean()),
    description: Type.Optional(Type.String()),
    schema: Schema,
    style: Type.Optional(Type.String()),
    explode: Type.Optional(Type.Boolean()),
    deprecated: Type.Optional(Type.Boolean()),
  },
  strict,
);
const Response = Type.Object(
  { description: Type.String(), headers: Type.Optional(Schema), content: Type.Optional(Content) },
  strict,
);
const RequestBody = Type.Object(
  { content: Content, required: Type.Optional(Type.Boolean()), description: Type.Optional(Type.String()) },
  strict,
);
const Operation = Type.Object(
  {
    operationId: Text,
    tags: Type.Array(Text, { minItems: 1 }),
    summary: Type.Optional(Type.String()),
    description: Type.Optional(Type.String()),
    parameters: Type.Optional(Type.Array(Parameter)),
    requestBody: Type.Optional(RequestBody),
    responses: anyOf('^([1-5][0-9X]{2}|default)$')(Response),
    security: Type.Array(Type.Record(Text, Type.Array(Type.String()))),
    deprecated: Type.Optional(Type.Boolean()),
  },
  strict,
);
const PathItem = anyOf('^(get|put|post|delete|options|head|patch|trace)$')(Operation);
const Document = Type.Object(
  {
    openapi: Type.String({ pattern: '^3\\.1\\.\\d+$' }),
    info: Type.Object({ title: Text, version: Text }, { additionalProperties: true }),
    servers: Type.Array(Type.Object({ url: Text }, strict)),
    components: Type.Object({ securitySchemes: Schema, schemas: Type.Optional(Schema) }, strict),
    paths: anyOf('^/')(PathItem),
  },
  strict,
);

type Paths = Record<
  string,
  Record<
    string,
    {
      operationId: string;
      parameters?: { name: string; in: string; required?: boolean; schema: unknown }[];
      security: Record<string, string[]>[];
      responses: Record<string, { content?: Record<string, unknown> }>;
    }
  >
>;

let api: TestApi;
let document: { paths: Paths; components: { securitySchemes: object } };
beforeAll(async () => {
  api = await createTestApi();
  document = (await api.send('GET', '/openapi.json')).json();
});
afterAll(() => api.close());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ name: `${method} ${path}`, path, ...operation })),
  );

describe('the OpenAPI document', () => {
  it('is OpenAPI 3.1', () => {
    const errors = Value.Errors(Document, document);
    expect(errors.map((error) => `${error.instancePath}: ${error.message}`)).toEqual([]);
    expect(operations().length).toBeGreaterThan(15);
  });

  it('notices what is not', () => {
    const wrong = structuredClone(document) as unknown as { paths: Record<string, Record<string, object>> };
    wrong.paths['/v1/me'] = { fetch: {} };
    expect(Value.Check(Document, wrong)).toBe(false);
  });

  it('names each operation once, and each path parameter as required', () => {
    const ids = operations().map((operation) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const operation of operations()) {
      const wanted = [...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const given = (operation.parameters ?? []).filter((each) => each.in === 'path');
      expect([operation.name, given.map((each) => each.name).sort()]).toEqual([
        operation.name,
        wanted.sort(),
      ]);
      expect(given.every((each) => each.required)).toBe(true);
    }
  });

  it('refers only to schemes and schemas that exist', () => {
    const schemes = Object.keys(document.components.securitySchemes);
    for (const scheme of operations().flatMap((operation) => operation.security.flatMap(Object.keys))) {
      expect(schemes).toContain(scheme);
    }
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
      (match) => match[1] ?? '',
    );
    for (const reference of references) {
      expect(reference.startsWith('#/')).toBe(true);
      const target = reference
        .slice(2)
        .split('/')
        .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], document);
      expect([reference, target === undefined]).toEqual([reference, false]);
    }
  });

  it('says for every operation what it answers and how errors look', () => {
    for (const { name, responses } of operations()) {
      const good = Object.keys(responses).filter((status) => /^2/.test(status));
      expect([name, good.length]).not.toEqual([name, 0]);
      expect(Object.keys(responses.default?.content ?? {})).toEqual(['application/problem+json']);
    }
  });

  it('has a page to read it, whose script comes from this server', async () => {
    const page = await api.send('GET', '/docs/');
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toMatch(/(src|href)="https?:/);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    const script = await api.send('GET', '/docs/js/scalar.js');
    expect(script.statusCode).toBe(200);
    expect(script.body.length).toBeGreaterThan(100_000);
  });
});
