import { type Static, Type } from 'typebox';
import { Day, Id, Instant, Nullable, PageQuery, pageOf, RowId } from './common.ts';

/** `promotion`: days on which something is promoted. `event`: days that change demand. `price`: a price from a day on. */
export const calendarKinds = ['promotion', 'event', 'price'] as const;
export const CalendarKind = Type.Enum(calendarKinds);
export type CalendarKind = Static<typeof CalendarKind>;

/** What a shop may keep of each kind, and the rows of one file. */
export const mostCalendarEntries = 100_000;
export const mostCalendarFileBytes = 20 * 1024 * 1024;

const scope = {
  /** one item, else every item of `category`, else every item */
  itemId: Nullable(RowId),
  category: Nullable(Type.String({ minLength: 1, maxLength: 200 })),
  /** one location, else all */
  locationId: Nullable(RowId),
};

/** Something the shop knows of its days. Past entries count too: from them the forecast learns what such days do. */
export const CalendarEntryInput = Type.Object(
  {
    kind: CalendarKind,
    /** Entries of one name are days of the same sort: "Summer fair" of each year. Empty for a price. */
    name: Type.String({ maxLength: 120 }),
    ...scope,
    fromDay: Day,
    /** Last day. A price without it holds until the next one. */
    toDay: Nullable(Day),
    /** of a promotion: how much less is paid, in percent */
    discountPercent: Nullable(Type.Number({ exclusiveMinimum: 0, maximum: 100 })),
    /** of a price: of one unit, in hundredths of the shop's currency */
    priceMinor: Nullable(Type.Integer({ minimum: 0, maximum: 9_000_000_000_000 })),
    /** of an event for whole locations: nothing can be sold on these days */
    closed: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type CalendarEntryInput = Static<typeof CalendarEntryInput>;

export const CalendarEntry = Type.Object({
  id: Id,
  kind: CalendarKind,
  name: Type.String(),
  ...scope,
  sku: Nullable(Type.String()),
  itemName: Nullable(Type.String()),
  locationName: Nullable(Type.String()),
  fromDay: Day,
  toDay: Nullable(Day),
  discountPercent: Nullable(Type.Number()),
  priceMinor: Nullable(Type.Integer()),
  closed: Type.Boolean(),
  /** a promotion from the column of a sales file: it goes when the import is undone, and is the shop's own once changed */
  fromSalesFile: Type.Boolean(),
  updatedAt: Instant,
});
export type CalendarEntry = Static<typeof CalendarEntry>;

export const CalendarQuery = Type.Object({
  ...PageQuery.properties,
  kind: Type.Optional(CalendarKind),
  /** `ahead`: ends after the last day of sales, soonest first; `past`: the others, latest first */
  when: Type.Optional(Type.Enum(['ahead', 'past'])),
  search: Type.Optional(Type.String({ maxLength: 200 })),
});
export type CalendarQuery = Static<typeof CalendarQuery>;

export const CalendarPage = pageOf(CalendarEntry);
export type CalendarPage = Static<typeof CalendarPage>;

/** How much the shop has told, and whether the current forecast knows it. */
export const CalendarStatus = Type.Object({
  /** last day of sales that the current forecast was made from */
  cutoff: Nullable(Day),
  /** something changed since the current forecast was begun: the next one will use it */
  changedSinceForecast: Type.Boolean(),
  kinds: Type.Array(Type.Object({ kind: CalendarKind, ahead: Type.Integer(), past: Type.Integer() })),
  countries: Type.Integer(),
  /** the first thousand of the shop's categories, for choosing one */
  categories: Type.Array(Type.String()),
});
export type CalendarStatus = Static<typeof CalendarStatus>;

/** What a file of entries did. Rows that say again what is there already change nothing. */
export const CalendarImported = Type.Object({
  rows: Type.Integer(),
  added: Type.Integer(),
  changed: Type.Integer(),
});
export type CalendarImported = Static<typeof CalendarImported>;

/** What the calendar says of the days of one item at one location, history and forecast: for the marks of its chart. */
export const CalendarMark = Type.Object({
  kind: Type.Enum([...calendarKinds, 'holiday'] as const),
  /** of a price empty */
  name: Type.String(),
  fromDay: Day,
  /** last day; of a price its first, the day on which it changes */
  toDay: Day,
  discountPercent: Nullable(Type.Number()),
  priceMinor: Nullable(Type.Integer()),
  closed: Type.Boolean(),
  /** false: entered or changed since the current forecast was begun. Of holidays, which are settings, always true. */
  inForecast: Type.Boolean(),
});
export type CalendarMark = Static<typeof CalendarMark>;
export const CalendarMarks = Type.Object({ runId: Id, items: Type.Array(CalendarMark) });
export type CalendarMarks = Static<typeof CalendarMarks>;

const country = Type.String({ pattern: '^[A-Z]{2}$' });
const region = Nullable(Type.String({ pattern: '^[A-Za-z0-9]{1,10}$' }));

/** Whose public holidays count. A location without its own has the shop's. */
export const HolidaySettings = Type.Object(
  {
    country: Nullable(country),
    region,
    locations: Type.Array(Type.Object({ locationId: RowId, country, region }), { maxItems: 5000 }),
  },
  { additionalProperties: false },
);
export type HolidaySettings = Static<typeof HolidaySettings>;

export const Holiday = Type.Object({ day: Day, name: Type.String() });
export type Holiday = Static<typeof Holiday>;
/** Holidays of one country or region, ascending by day. */
export const HolidayList = Type.Object({ items: Type.Array(Holiday) });
export type HolidayList = Static<typeof HolidayList>;
export const HolidayQuery = Type.Object({
  country,
  region: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9]{1,10}$' })),
  year: Type.Integer({ minimum: 1990, maximum: 2100 }),
});
export type HolidayQuery = Static<typeof HolidayQuery>;

const Place = Type.Object({ code: Type.String(), name: Type.String() });
export const HolidayCountries = Type.Object({
  items: Type.Array(Type.Object({ code: Type.String(), name: Type.String(), regions: Type.Array(Place) })),
});
export type HolidayCountries = Static<typeof HolidayCountries>;
