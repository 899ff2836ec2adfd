import type { CalendarKind } from '@ordernimbus/contracts';
import type { TenantTransaction } from '../database.ts';

/** What an entry says. Days are ISO; whom it concerns: see the table. */
export interface CalendarEntryValues {
  kind: CalendarKind;
  name: string;
  itemId: number | null;
  category: string | null;
  locationId: number | null;
  fromDay: string;
  toDay: string | null;
  discountPercent: number | null;
  priceMinor: number | null;
  closed: boolean;
}

export interface CalendarEntryRow extends CalendarEntryValues {
  id: string;
  sku: string | null;
  itemName: string | null;
  locationName: string | null;
  locationCode: string | null;
  /** it came with the column of a sales file, and goes with it */
  fromSalesFile: boolean;
  updatedAt: Date;
}

const columns = `e.id, e.kind, e.name, e.item_id as "itemId", e.category, e.location_id as "locationId",
  e.from_day as "fromDay", e.to_day as "toDay", e.discount_percent as "discountPercent", e.price_minor as "priceMinor",
  e.closed, e.from_sales_file as "fromSalesFile", e.updated_at as "updatedAt", i.sku, i.name as "itemName", l.name as "locationName", l.code as "locationCode"`;
const from = `calendar_entries e left join items i on i.tenant_id = e.tenant_id and i.id = e.item_id
  left join locations l on l.tenant_id = e.tenant_id and l.id = e.location_id`;
/** An entry lies ahead while its last day, or a price's first, comes after the day in the parameter. */
const isAhead = (day: string): string => `coalesce(e.to_day, e.from_day) > ${day}::date`;

/** Entries ahead of `cutoff` soonest first, or the others latest first; after the position, when one is given. */
export function listCalendarRows(
  tx: TenantTransaction,
  filter: {
    cutoff: string;
    when: 'ahead' | 'past';
    kind?: CalendarKind;
    search?: string;
    after?: { day: string; id: string };
    limit: number;
  },
): Promise<CalendarEntryRow[]> {
  const ahead = filter.when === 'ahead';
  return tx.query<CalendarEntryRow>(
    `select ${columns} from ${from}
     where e.tenant_id = $1 and ${ahead ? '' : 'not '}(${isAhead('$2')}) and ($3::text is null or e.kind = $3)
       and ($4::text is null or e.name ilike $4 or e.category ilike $4 or i.sku ilike $4 or i.name ilike $4)
       and ($5::date is null or (e.from_day, e.id) ${ahead ? '>' : '<'} ($5::date, $6::uuid))
     order by e.from_day ${ahead ? 'asc' : 'desc'}, e.id ${ahead ? 'asc' : 'desc'} limit $7`,
    [
      tx.tenantId,
      filter.cutoff,
      filter.kind ?? null,
      filter.search === undefined ? null : `%${filter.search.replace(/[\\%_]/g, '\\$&')}%`,
      filter.after?.day ?? null,
      filter.after?.id ?? null,
      filter.limit,
    ],
  );
}

/** Every entry in the order of its days, `limit` at a time, for a file. */
export function listAllCalendarRows(
  tx: TenantTransaction,
  page: { after?: { day: string; id: string }; limit: number },
): Promise<CalendarEntryRow[]> {
  return tx.query<CalendarEntryRow>(
    `select ${columns} from ${from} where e.tenant_id = $1 and ($2::date is null or (e.from_day, e.id) > ($2::date, $3::uuid))
     order by e.from_day, e.id limit $4`,
    [tx.tenantId, page.after?.day ?? null, page.after?.id ?? null, page.limit],
  );
}

export async function findCalendarRow(
  tx: TenantTransaction,
  id: string,
): Promise<CalendarEntryRow | undefined> {
  return (
    await tx.query<CalendarEntryRow>(`select ${columns} from ${from} where e.tenant_id = $1 and e.id = $2`, [
      tx.tenantId,
      id,
    ])
  )[0];
}

const values = (row: CalendarEntryValues): unknown[] => [
  row.kind,
  row.name,
  row.itemId,
  row.category,
  row.locationId,
  row.fromDay,
  row.toDay,
  row.discountPercent,
  row.priceMinor,
  row.closed,
];

/** @returns whether it was added: false where an entry with the same kind, name, scope and first day is there */
export async function insertCalendarRow(
  tx: TenantTransaction,
  row: CalendarEntryValues & { id: string; now: Date },
): Promise<boolean> {
  const rows = await tx.query(
    `insert into calendar_entries (tenant_id, id, updated_at, kind, name, item_id, category, location_id, from_day, to_day,
       discount_percent, price_minor, closed)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict do nothing returning id`,
    [tx.tenantId, row.id, row.now, ...values(row)],
  );
  return rows.length > 0;
}

/** @returns `same` where another entry has the kind, name, scope and first day */
export async function updateCalendarRow(
  tx: TenantTransaction,
  row: CalendarEntryValues & { id: string; now: Date },
): Promise<'changed' | 'missing' | 'same'> {
  const [other] = await tx.query(
    `select 1 from calendar_entries where tenant_id = $1 and id <> $2 and (kind, name, from_day) = ($3, $4, $8::date)
       and item_id is not distinct from $5 and category is not distinct from $6 and location_id is not distinct from $7`,
    [tx.tenantId, row.id, ...values(row).slice(0, 6)],
  );
  if (other) return 'same';
  const rows = await tx.query(
    `update calendar_entries set updated_at = $3, kind = $4, name = $5, item_id = $6, category = $7, location_id = $8,
       from_day = $9, to_day = $10, discount_percent = $11, price_minor = $12, closed = $13, from_sales_file = false
     where tenant_id = $1 and id = $2 returning id`,
    [tx.tenantId, row.id, row.now, ...values(row)],
  );
  return rows.length > 0 ? 'changed' : 'missing';
}

export async function deleteCalendarRow(tx: TenantTransaction, id: string): Promise<boolean> {
  const rows = await tx.query('delete from calendar_entries where tenant_id = $1 and id = $2 returning id', [
    tx.tenantId,
    id,
  ]);
  return rows.length > 0;
}

/** Adds the entries and changes those that are there already (same kind, name, scope and first day). */
export async function storeCalendarRows(
  tx: TenantTransaction,
  rows: readonly CalendarEntryValues[],
  now: Date,
): Promise<{ added: number; changed: number }> {
  const [counts] = await tx.query<{ added: number; changed: number }>(
    `with stored as (
       insert into calendar_entries as e (tenant_id, id, updated_at, kind, name, item_id, category, location_id, from_day,
         to_day, discount_percent, price_minor, closed)
       select $1, gen_random_uuid(), $2, kind, name, "itemId", category, "locationId", "fromDay", "toDay",
         "discountPercent", "priceMinor", closed
       from jsonb_to_recordset($3::jsonb) as n(kind text, name text, "itemId" int, category text, "locationId" int,
         "fromDay" date, "toDay" date, "discountPercent" float8, "priceMinor" bigint, closed boolean)
       on conflict (tenant_id, kind, name, item_id, category, location_id, from_day) do update
         set to_day = excluded.to_day, discount_percent = excluded.discount_percent, price_minor = excluded.price_minor,
           closed = excluded.closed, updated_at = excluded.updated_at, from_sales_file = false
         where (e.to_day, e.discount_percent, e.price_minor, e.closed)
           is distinct from (excluded.to_day, excluded.discount_percent, excluded.price_minor, excluded.closed)
       returning e.xmax = 0 as fresh)
     select (count(*) filter (where fresh))::int as added, (count(*) filter (where not fresh))::int as changed from stored`,
    [tx.tenantId, now, JSON.stringify(rows)],
  );
  return counts ?? { added: 0, changed: 0 };
}

/** Says that the current forecast does not know everything. In the transaction of the change. */
export async function touchCalendar(tx: TenantTransaction, now: Date): Promise<void> {
  await tx.query('update tenants set calendar_changed_at = $2 where tenant_id = $1', [tx.tenantId, now]);
}

export interface CalendarStatusRow {
  cutoff: string | null;
  changedSinceForecast: boolean;
  countries: number;
  categories: string[] | null;
  kinds: { kind: CalendarKind; ahead: number; past: number }[] | null;
}

/** `today`: what divides ahead from past where there is no forecast yet. */
export async function readCalendarStatus(tx: TenantTransaction, today: string): Promise<CalendarStatusRow> {
  const rows = await tx.query<CalendarStatusRow>(
    `select r.cutoff, coalesce(r.started_at < t.calendar_changed_at, false) as "changedSinceForecast",
       (select count(distinct c)::int from (select t.country as c union all
         select country from locations where tenant_id = $1) as places) as countries,
       (select json_agg(category) from (select distinct category from items where tenant_id = $1
         and category is not null order by category limit 1000) as named) as categories,
       (select json_agg(json_build_object('kind', kind, 'ahead', ahead, 'past', past)) from (
         select e.kind, count(*) filter (where ${isAhead('coalesce(r.cutoff, $2::date)')}) as ahead,
           count(*) filter (where not (${isAhead('coalesce(r.cutoff, $2::date)')})) as past
         from calendar_entries e where e.tenant_id = $1 group by e.kind) as counts) as kinds
     from tenants t left join forecast_runs r on r.tenant_id = $1 and r.id = t.current_run_id
     where t.tenant_id = $1`,
    [tx.tenantId, today],
  );
  return rows[0] as CalendarStatusRow;
}

export async function countCalendarRows(tx: TenantTransaction): Promise<number> {
  const rows = await tx.query<{ n: number }>(
    'select count(*)::int as n from calendar_entries where tenant_id = $1',
    [tx.tenantId],
  );
  return rows[0]?.n ?? 0;
}

/** Whether the shop has an item of the category. */
export async function hasCategory(tx: TenantTransaction, category: string): Promise<boolean> {
  const rows = await tx.query('select 1 from items where tenant_id = $1 and category = $2 limit 1', [
    tx.tenantId,
    category,
  ]);
  return rows.length > 0;
}

/** What the rows of a file may name: items by code, categories, locations by code. */
export async function readCalendarNames(
  tx: TenantTransaction,
  skus: readonly string[],
): Promise<{ items: Map<string, number>; categories: Set<string>; locations: Map<string, number> }> {
  const items = await tx.query<{ id: number; sku: string }>(
    'select id, sku from items where tenant_id = $1 and sku = any($2)',
    [tx.tenantId, skus],
  );
  const categories = await tx.query<{ category: string }>(
    'select distinct category from items where tenant_id = $1 and category is not null',
    [tx.tenantId],
  );
  const locations = await tx.query<{ id: number; code: string }>(
    'select id, code from locations where tenant_id = $1',
    [tx.tenantId],
  );
  return {
    items: new Map(items.map(({ id, sku }) => [sku, id])),
    categories: new Set(categories.map(({ category }) => category)),
    locations: new Map(locations.map(({ id, code }) => [code, id])),
  };
}

/** Whose holidays count at each location: its own country and region, else the shop's. */
export interface HolidayPlaceRow {
  locationId: number;
  code: string;
  /** null: the location has none of its own */
  country: string | null;
  region: string | null;
  shopCountry: string | null;
  shopRegion: string | null;
}

export async function readHolidayPlaces(tx: TenantTransaction): Promise<HolidayPlaceRow[]> {
  return tx.query<HolidayPlaceRow>(
    `select l.id as "locationId", l.code, l.country, l.holiday_region as region, t.country as "shopCountry",
       t.holiday_region as "shopRegion"
     from locations l join tenants t on t.tenant_id = l.tenant_id where l.tenant_id = $1 order by l.code`,
    [tx.tenantId],
  );
}

export async function readShopHolidayPlace(
  tx: TenantTransaction,
): Promise<{ country: string | null; region: string | null }> {
  const rows = await tx.query<{ country: string | null; region: string | null }>(
    'select country, holiday_region as region from tenants where tenant_id = $1',
    [tx.tenantId],
  );
  return rows[0] ?? { country: null, region: null };
}

/** Replaces all settings; a location that is not named has the shop's. @returns locations of the list that exist */
export async function writeHolidayPlaces(
  tx: TenantTransaction,
  settings: {
    country: string | null;
    region: string | null;
    locations: readonly { locationId: number; country: string; region: string | null }[];
  },
): Promise<number> {
  await tx.query('update tenants set country = $2, holiday_region = $3 where tenant_id = $1', [
    tx.tenantId,
    settings.country,
    settings.region,
  ]);
  await tx.query(
    `update locations set country = null, holiday_region = null where tenant_id = $1 and country is not null`,
    [tx.tenantId],
  );
  const rows = await tx.query(
    `update locations l set country = n.country, holiday_region = n.region
     from jsonb_to_recordset($2::jsonb) as n("locationId" int, country text, region text)
     where l.tenant_id = $1 and l.id = n."locationId" returning l.id`,
    [tx.tenantId, JSON.stringify(settings.locations)],
  );
  return rows.length;
}

export interface MarkBasisRow {
  runId: string;
  cutoff: string;
  horizonDays: number;
  /** the run has a row for the item at the location */
  found: boolean;
  country: string | null;
  region: string | null;
}

/** What the marks of one item at one location follow from; undefined while there is no forecast. */
export async function readMarkBasis(
  tx: TenantTransaction,
  key: { itemId: number; locationId: number },
): Promise<MarkBasisRow | undefined> {
  const rows = await tx.query<MarkBasisRow>(
    `select r.id as "runId", r.cutoff, r.horizon_days as "horizonDays", f.item_id is not null as found,
       coalesce(l.country, t.country) as country,
       case when l.country is null then t.holiday_region else l.holiday_region end as region
     from tenants t join forecast_runs r on r.tenant_id = t.tenant_id and r.id = t.current_run_id
     left join forecasts f on f.tenant_id = $1 and f.run_id = r.id and f.item_id = $2 and f.location_id = $3
     left join locations l on l.tenant_id = $1 and l.id = $3
     where t.tenant_id = $1`,
    [tx.tenantId, key.itemId, key.locationId],
  );
  return rows[0];
}

export interface MarkRow {
  kind: CalendarKind;
  name: string;
  fromDay: string;
  toDay: string;
  discountPercent: number | null;
  priceMinor: number | null;
  closed: boolean;
  inForecast: boolean;
}

/** Entries that concern one item at one location between two days, the latest `limit`, ascending. */
export async function listMarkRows(
  tx: TenantTransaction,
  of: { runId: string; itemId: number; locationId: number; from: string; to: string; limit: number },
): Promise<MarkRow[]> {
  return tx.query<MarkRow>(
    `select * from (
       select e.kind, e.name, e.from_day as "fromDay",
         case when e.kind = 'price' then e.from_day else e.to_day end as "toDay",
         e.discount_percent as "discountPercent", e.price_minor as "priceMinor", e.closed,
         coalesce(e.updated_at < r.started_at, false) as "inForecast"
       from calendar_entries e
       join items i on i.tenant_id = $1 and i.id = $3
       join forecast_runs r on r.tenant_id = $1 and r.id = $2
       where e.tenant_id = $1 and e.from_day <= $6::date
         and case when e.kind = 'price' then e.from_day else e.to_day end >= $5::date
         and (e.item_id = $3 or e.item_id is null and (e.category is null or e.category = i.category))
         and (e.location_id is null or e.location_id = $4)
       order by e.from_day desc, e.kind, e.name limit $7) as latest
     order by "fromDay", kind, name`,
    [tx.tenantId, of.runId, of.itemId, of.locationId, of.from, of.to, of.limit],
  );
}

/** An entry as a run freezes it: by codes, which are the same in every database. */
export interface CalendarInputRow {
  kind: CalendarKind;
  name: string;
  sku: string | null;
  category: string | null;
  location: string | null;
  /** days since 1970-01-01 */
  from: number;
  to: number | null;
  discount: number | null;
  priceMinor: number | null;
  closed: boolean;
}

/** Every entry, in an order that follows from what they say. */
export async function readCalendarInput(tx: TenantTransaction): Promise<CalendarInputRow[]> {
  return tx.query<CalendarInputRow>(
    `select e.kind, e.name, i.sku, e.category, l.code as location, e.from_day - date '1970-01-01' as "from",
       e.to_day - date '1970-01-01' as "to", e.discount_percent as discount, e.price_minor as "priceMinor", e.closed
     from ${from} where e.tenant_id = $1
     order by e.kind, e.from_day, e.name collate "C", i.sku collate "C" nulls first, e.category collate "C" nulls first,
       l.code collate "C" nulls first`,
    [tx.tenantId],
  );
}
