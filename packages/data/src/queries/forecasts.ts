import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { TenantTransaction } from '../database.ts';
import { realValue } from '../real-value.ts';

/** What a run keeps of one series. Arrays are flat, as in the engine's contract. */
export interface ForecastInsert {
  readonly itemId: number;
  readonly locationId: number;
  readonly partition: number;
  readonly firstDay: string | null;
  readonly lastSaleDay: string | null;
  readonly historyDays: number;
  readonly soldPrior28: number | null;
  readonly outcome:
    | { readonly ok: false; readonly code: string; readonly detail: string }
    | {
        readonly ok: true;
        readonly model: string;
        readonly standIn: { wanted: string; reason: string } | null;
        readonly weights: readonly object[];
        readonly demandClass: string;
        readonly mean: ArrayLike<number>;
        readonly quantiles: ArrayLike<number>;
        readonly cumulative: ArrayLike<number>;
        /** JSON text */
        readonly backtest: string;
        readonly metrics: object;
        readonly mean28: number;
        readonly low28: number;
        readonly high28: number;
      };
}

const copyColumns = `item_id, location_id, partition, ok, code, detail, model, stand_in, weights, demand_class, first_day,
  last_sale_day, history_days, mean, quantiles, cumulative, backtest, metrics, mean_28, low_28, high_28, sold_prior_28`;

const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const text = (value: string | null): string =>
  value === null ? '\\N' : value.replace(/[\\\t\n\r]/g, (char) => escapes[char] as string);
const json = (value: object | null): string => (value === null ? '\\N' : text(JSON.stringify(value)));
/** Seven significant digits are all that `real` holds. */
const real = (value: number): string => String(realValue(value));
const number = (value: number | null): string => (value === null ? '\\N' : real(value));

function realArray(values: ArrayLike<number>): string {
  let out = '{';
  for (let i = 0; i < values.length; i++) out += i === 0 ? real(values[i]!) : `,${real(values[i]!)}`;
  return `${out}}`;
}

function copyLine(row: ForecastInsert): string {
  const { outcome } = row;
  const tail = outcome.ok
    ? [
        realArray(outcome.mean),
        realArray(outcome.quantiles),
        realArray(outcome.cumulative),
        text(outcome.backtest),
        json(outcome.metrics),
        real(outcome.mean28),
        real(outcome.low28),
        real(outcome.high28),
      ]
    : ['\\N', '\\N', '\\N', '\\N', '\\N', '\\N', '\\N', '\\N'];
  return `${[
    row.itemId,
    row.locationId,
    row.partition,
    outcome.ok ? 't' : 'f',
    outcome.ok ? '\\N' : text(outcome.code),
    outcome.ok ? '\\N' : text(outcome.detail),
    outcome.ok ? text(outcome.model) : '\\N',
    outcome.ok ? json(outcome.standIn) : '\\N',
    outcome.ok ? json(outcome.weights as object) : '\\N',
    outcome.ok ? text(outcome.demandClass) : '\\N',
    row.firstDay ?? '\\N',
    row.lastSaleDay ?? '\\N',
    row.historyDays,
    ...tail,
    number(row.soldPrior28),
  ].join('\t')}\n`;
}

/** Pieces of about 64 KiB with a turn of the event loop between them, so that requests of the process are served. */
async function* copyText(rows: Iterable<ForecastInsert>): AsyncGenerator<string> {
  let buffer = '';
  for (const row of rows) {
    buffer += copyLine(row);
    if (buffer.length > 65_536) {
      yield buffer;
      buffer = '';
      await setImmediate();
    }
  }
  if (buffer) yield buffer;
}

/** COPY does not write through row security, so the rows go by a temporary table. */
export async function insertForecasts(
  tx: TenantTransaction,
  runId: string,
  rows: Iterable<ForecastInsert>,
): Promise<void> {
  await tx.query(
    `create temporary table incoming_forecasts on commit drop as
     select ${copyColumns} from forecasts with no data`,
  );
  const copy = tx.client.query(copyFrom(`copy incoming_forecasts (${copyColumns}) from stdin`));
  await pipeline(Readable.from(copyText(rows)), copy);
  await tx.query(
    `insert into forecasts (tenant_id, run_id, ${copyColumns})
     select $1, $2, ${copyColumns} from incoming_forecasts`,
    [tx.tenantId, runId],
  );
}

export interface FailureRow {
  itemId: number;
  locationId: number;
  sku: string;
  itemName: string;
  locationName: string;
  code: string;
  detail: string;
}

/** Series without a forecast because something is wrong; items that stopped selling are not among them. */
export async function listFailures(
  tx: TenantTransaction,
  page: { runId: string; limit: number; after?: { itemId: number; locationId: number } },
): Promise<FailureRow[]> {
  return tx.query<FailureRow>(
    `select f.item_id as "itemId", f.location_id as "locationId", i.sku, i.name as "itemName",
       l.name as "locationName", f.code, f.detail
     from forecasts f
     join items i on i.tenant_id = f.tenant_id and i.id = f.item_id
     join locations l on l.tenant_id = f.tenant_id and l.id = f.location_id
     where f.tenant_id = $1 and f.run_id = $2 and not f.ok and f.code not in ('delisted', 'never_sold')
       and ($3::int is null or (f.item_id, f.location_id) > ($3::int, $4::int))
     order by f.item_id, f.location_id limit $5`,
    [tx.tenantId, page.runId, page.after?.itemId ?? null, page.after?.locationId ?? null, page.limit],
  );
}

export interface ForecastListRow {
  itemId: number;
  locationId: number;
  sku: string;
  itemName: string;
  locationName: string;
  model: string | null;
  demandClass: string | null;
  mean28: number | null;
  low28: number | null;
  high28: number | null;
  soldPrior28: number | null;
  metrics: { wape?: number | null; naiveWape?: number | null } | null;
}

/** A page of a run's forecasts by item and location. */
export async function listForecastRows(
  tx: TenantTransaction,
  page: { runId: string; limit: number; after?: { itemId: number; locationId: number } },
): Promise<ForecastListRow[]> {
  return tx.query<ForecastListRow>(
    `select f.item_id as "itemId", f.location_id as "locationId", i.sku, i.name as "itemName",
       l.name as "locationName", f.model, f.demand_class as "demandClass", f.mean_28 as "mean28",
       f.low_28 as "low28", f.high_28 as "high28", f.sold_prior_28 as "soldPrior28", f.metrics
     from forecasts f
     join items i on i.tenant_id = f.tenant_id and i.id = f.item_id
     join locations l on l.tenant_id = f.tenant_id and l.id = f.location_id
     where f.tenant_id = $1 and f.run_id = $2
       and ($3::int is null or (f.item_id, f.location_id) > ($3::int, $4::int))
     order by f.item_id, f.location_id limit $5`,
    [tx.tenantId, page.runId, page.after?.itemId ?? null, page.after?.locationId ?? null, page.limit],
  );
}

export interface ForecastExportRow {
  itemId: number;
  locationId: number;
  sku: string;
  locationCode: string;
  model: string;
  mean: number[];
  quantiles: number[];
}

/** A page of whole forecasts for the export, those that have one. */
export async function listForecastArrays(
  tx: TenantTransaction,
  page: { runId: string; limit: number; after?: { itemId: number; locationId: number } },
): Promise<ForecastExportRow[]> {
  return tx.query<ForecastExportRow>(
    `select f.item_id as "itemId", f.location_id as "locationId", i.sku, l.code as "locationCode", f.model,
       to_json(f.mean) as mean, to_json(f.quantiles) as quantiles
     from forecasts f
     join items i on i.tenant_id = f.tenant_id and i.id = f.item_id
     join locations l on l.tenant_id = f.tenant_id and l.id = f.location_id
     where f.tenant_id = $1 and f.run_id = $2 and f.ok
       and ($3::int is null or (f.item_id, f.location_id) > ($3::int, $4::int))
     order by f.item_id, f.location_id limit $5`,
    [tx.tenantId, page.runId, page.after?.itemId ?? null, page.after?.locationId ?? null, page.limit],
  );
}
