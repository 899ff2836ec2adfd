import { Readable } from 'node:stream';
import {
  Id,
  Import,
  ImportMapping,
  PageQuery,
  pageOf,
  ServiceError,
  SheetChoice,
} from '@ordernimbus/contracts';
import {
  cancelImport,
  chooseSheet,
  createImport,
  getImport,
  listImports,
  openImportSource,
  setMapping,
  startImport,
  streamErrors,
  undoImport,
} from '@ordernimbus/services';
import { Type } from 'typebox';
import { type ApiInstance, contextOf } from '../../context.ts';

const params = Type.Object({ id: Id });
const UploadQuery = Type.Object({ fileName: Type.Optional(Type.String({ maxLength: 300 })) });
const uploadTypes = [
  'application/octet-stream',
  'text/csv',
  'text/tab-separated-values',
  'application/gzip',
  'application/x-gzip',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
];

/** A header value that no file name can break out of; other characters than ASCII go by RFC 5987. */
const attachment = (fileName: string): string =>
  `attachment; filename="${fileName.replace(/[^\x20-\x7e]|["\\]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(fileName)}`;

export async function importRoutes(app: ApiInstance): Promise<void> {
  await app.register(async (upload: ApiInstance) => {
    // the body is not parsed: the verb takes it piece by piece, at the pace of the disk
    upload.removeAllContentTypeParsers();
    upload.addContentTypeParser(uploadTypes, (_request, payload, done) => done(null, payload));
    upload.post(
      '/imports',
      {
        bodyLimit: Number.MAX_SAFE_INTEGER,
        schema: { querystring: UploadQuery, consumes: uploadTypes, response: { 201: Import } },
      },
      async (request, reply) => {
        const body: unknown = request.body;
        if (!(body instanceof Readable)) {
          throw new ServiceError(
            'invalid_input',
            'Send the file itself as the body, as application/octet-stream.',
          );
        }
        const created = await createImport(contextOf(request), {
          fileName: request.query.fileName ?? 'sales.csv',
          body,
          maxBytes: app.apiConfig.uploadLimitBytes,
        });
        reply.code(201);
        return created;
      },
    );
  });

  app.get('/imports', { schema: { querystring: PageQuery, response: { 200: pageOf(Import) } } }, (request) =>
    listImports(contextOf(request), request.query),
  );

  app.get('/imports/:id', { schema: { params, response: { 200: Import } } }, (request) =>
    getImport(contextOf(request), { importId: request.params.id }),
  );

  app.put(
    '/imports/:id/mapping',
    { schema: { params, body: ImportMapping, response: { 200: Import } } },
    (request) => setMapping(contextOf(request), { importId: request.params.id, mapping: request.body }),
  );

  app.put(
    '/imports/:id/sheet',
    { schema: { params, body: SheetChoice, response: { 200: Import } } },
    (request) => chooseSheet(contextOf(request), { importId: request.params.id, sheet: request.body.sheet }),
  );

  for (const [name, verb] of [
    ['start', startImport],
    ['cancel', cancelImport],
    ['undo', undoImport],
  ] as const) {
    app.post(
      `/imports/:id/${name}`,
      { schema: { params, response: { 202: Import } } },
      async (request, reply) => {
        reply.code(202);
        return verb(contextOf(request), { importId: request.params.id });
      },
    );
  }

  app.get(
    '/imports/:id/errors.csv',
    { schema: { params, produces: ['text/csv'] } },
    async (request, reply) => {
      const { fileName, csv } = await streamErrors(contextOf(request), { importId: request.params.id });
      reply.type('text/csv; charset=utf-8').header('content-disposition', attachment(fileName));
      return reply.send(Readable.from(csv));
    },
  );

  app.get(
    '/imports/:id/source',
    { schema: { params, produces: ['application/octet-stream'] } },
    async (request, reply) => {
      const source = await openImportSource(contextOf(request), { importId: request.params.id });
      reply
        .type('application/octet-stream')
        .header('content-length', source.bytes)
        .header('content-disposition', attachment(source.fileName));
      return reply.send(source.body);
    },
  );
}
