import { Readable } from 'node:stream';
import {
  CalendarEntry,
  CalendarEntryInput,
  CalendarImported,
  CalendarKind,
  CalendarPage,
  CalendarQuery,
  CalendarStatus,
  HolidayCountries,
  HolidayList,
  HolidayQuery,
  HolidaySettings,
  Id,
  mostCalendarFileBytes,
} from '@ordernimbus/contracts';
import {
  addCalendarEntry,
  changeCalendarEntry,
  changeHolidaySettings,
  deleteCalendarEntry,
  exportCalendarEntries,
  getCalendarStatus,
  getHolidaySettings,
  importCalendarEntries,
  listCalendarEntries,
  listHolidayCountries,
  listHolidays,
} from '@ordernimbus/services';
import { Type } from 'typebox';
import { type ApiInstance, contextOf } from '../../context.ts';

const params = Type.Object({ id: Id });
const fileTypes = ['text/csv', 'application/octet-stream', 'text/tab-separated-values'];

export async function calendarRoutes(app: ApiInstance): Promise<void> {
  app.get('/calendar', { schema: { response: { 200: CalendarStatus } } }, (request) =>
    getCalendarStatus(contextOf(request)),
  );

  app.get(
    '/calendar/entries',
    { schema: { querystring: CalendarQuery, response: { 200: CalendarPage } } },
    (request) => listCalendarEntries(contextOf(request), request.query),
  );

  app.post(
    '/calendar/entries',
    { schema: { body: CalendarEntryInput, response: { 201: CalendarEntry } } },
    async (request, reply) => {
      const entry = await addCalendarEntry(contextOf(request), request.body);
      reply.code(201);
      return entry;
    },
  );

  app.put(
    '/calendar/entries/:id',
    { schema: { params, body: CalendarEntryInput, response: { 200: CalendarEntry } } },
    (request) => changeCalendarEntry(contextOf(request), { id: request.params.id, entry: request.body }),
  );

  app.delete(
    '/calendar/entries/:id',
    { schema: { params, response: { 204: Type.Null() } } },
    async (request, reply) => {
      await deleteCalendarEntry(contextOf(request), request.params);
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/calendar/entries.csv',
    { schema: { response: { 200: { content: { 'text/csv': { schema: Type.String() } } } } } },
    async (request, reply) => {
      const text = await exportCalendarEntries(contextOf(request));
      reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="calendar.csv"');
      return reply.send(Readable.from(text) as never);
    },
  );

  await app.register(async (upload: ApiInstance) => {
    upload.removeAllContentTypeParsers();
    upload.addContentTypeParser(fileTypes, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    upload.post(
      '/calendar/entries.csv',
      {
        bodyLimit: mostCalendarFileBytes,
        schema: {
          querystring: Type.Object({ kind: Type.Optional(CalendarKind) }),
          consumes: fileTypes,
          response: { 200: CalendarImported },
        },
      },
      (request) =>
        importCalendarEntries(contextOf(request), {
          file: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
          ...(request.query.kind ? { kind: request.query.kind } : {}),
        }),
    );
  });

  app.get('/calendar/holidays/settings', { schema: { response: { 200: HolidaySettings } } }, (request) =>
    getHolidaySettings(contextOf(request)),
  );

  app.put(
    '/calendar/holidays/settings',
    { schema: { body: HolidaySettings, response: { 200: HolidaySettings } } },
    (request) => changeHolidaySettings(contextOf(request), request.body),
  );

  app.get('/calendar/holidays/countries', { schema: { response: { 200: HolidayCountries } } }, (request) =>
    Promise.resolve(listHolidayCountries(contextOf(request))),
  );

  app.get(
    '/calendar/holidays',
    { schema: { querystring: HolidayQuery, response: { 200: HolidayList } } },
    (request) => Promise.resolve(listHolidays(contextOf(request), request.query)),
  );
}
