import { randomUUID } from 'node:crypto';
import { cumulativeDays, cumulativeProbabilities } from '@ordernimbus/contracts';
import { type Database, withTenant } from '@ordernimbus/data';

export const cutoff = '2026-11-22';

export interface PlannedSeries {
  readonly sku: string;
  readonly location?: string;
  /** expected units a day; null: the series could not be forecast */
  readonly daily: number | null;
  readonly onHand?: number;
  readonly onOrder?: number;
  readonly category?: string;
  readonly supplier?: string;
  readonly supplierSku?: string;
  readonly barcode?: string;
  readonly costMinor?: number;
  readonly priceMinor?: number;
  /** code of the failure when `daily` is null */
  readonly code?: string;
  readonly soldPrior28?: number;
}

/** Quantiles of sums of independent days with deviation = mean: spread grows with the root of the days. */
export function gridOf(daily: number): number[] {
  const z = [-1.645, -1.282, -0.674, 0, 0.674, 0.842, 1.036, 1.282, 1.44, 1.645, 1.96, 2.326, 2.576];
  return cumulativeDays.flatMap((days) =>
    cumulativeProbabilities.map((_, p) =>
      Math.max(0, daily * days + (z[p] as number) * daily * Math.sqrt(days)),
    ),
  );
}

/** A run with these series as a finished forecast would leave it; made current. @returns its id and keys by sku|location */
export async function seedRun(
  database: Database,
  tenantId: string,
  series: readonly PlannedSeries[],
  options: { createdAt?: Date } = {},
): Promise<{
  runId: string;
  keyOf: (sku: string, location?: string) => { itemId: number; locationId: number };
}> {
  const runId = randomUUID();
  const keys = new Map<string, { itemId: number; locationId: number }>();
  const createdAt = options.createdAt ?? new Date();
  await withTenant(database, tenantId, async (tx) => {
    await tx.query(
      `insert into forecast_runs (tenant_id, id, trigger, status, cutoff, horizon_days, seed, created_by, created_at,
         started_at, finished_at, series_total, series_ok, series_failed, metrics)
       values ($1, $2, 'manual', 'done', $3, 91, 1, 'test', $4, $4, $4, $5, $6, $7,
         '{"overall": {"wape": 0.31, "naiveWape": 0.42}}')`,
      [
        tenantId,
        runId,
        cutoff,
        createdAt,
        series.length,
        series.filter((one) => one.daily !== null).length,
        series.filter((one) => one.daily === null && one.code !== 'delisted').length,
      ],
    );
    await tx.query(
      `insert into forecast_nodes (tenant_id, run_id, kind, series, history, mean, quantiles, mean_28, low_28, high_28,
         sold_prior_28) values ($1, $2, 'company', $3, '{}', '{}', '{}', 280, 250, 310, 270)`,
      [tenantId, runId, series.length],
    );
    for (const one of series) {
      const location = one.location ?? 'Main';
      const [item] = await tx.query<{ id: number }>(
        `insert into items (tenant_id, sku, name, category, barcode, supplier, supplier_sku, unit_cost_minor, price_minor)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (tenant_id, sku) do update set name = excluded.name returning id`,
        [
          tenantId,
          one.sku,
          `Item ${one.sku}`,
          one.category ?? null,
          one.barcode ?? null,
          one.supplier ?? null,
          one.supplierSku ?? null,
          one.costMinor ?? null,
          one.priceMinor ?? null,
        ],
      );
      const [place] = await tx.query<{ id: number }>(
        `insert into locations (tenant_id, code, name) values ($1, $2, $3)
         on conflict (tenant_id, code) do update set name = excluded.name returning id`,
        [tenantId, location, `Shop ${location}`],
      );
      const key = { itemId: item?.id as number, locationId: place?.id as number };
      keys.set(`${one.sku}|${location}`, key);
      const { daily } = one;
      await tx.query(
        `insert into forecasts (tenant_id, run_id, item_id, location_id, partition, ok, code, detail, model, first_day,
           mean, cumulative, mean_28, low_28, high_28, sold_prior_28)
         values ($1, $2, $3, $4, 0, $5, $6, $7, 'ets', '2026-09-20', $8, $9, $10, $11, $12, $13)`,
        [
          tenantId,
          runId,
          key.itemId,
          key.locationId,
          daily !== null,
          daily === null ? (one.code ?? 'too_large') : null,
          daily === null ? 'its quantities are out of range' : null,
          daily === null ? null : new Array(91).fill(daily),
          daily === null ? null : gridOf(daily),
          daily === null ? null : 28 * daily,
          daily === null ? null : 20 * daily,
          daily === null ? null : 36 * daily,
          one.soldPrior28 ?? (daily === null ? null : 28 * daily),
        ],
      );
      if (one.onHand !== undefined) {
        await tx.query(
          'insert into stock (tenant_id, item_id, location_id, on_hand, on_order) values ($1, $2, $3, $4, $5)',
          [tenantId, key.itemId, key.locationId, one.onHand, one.onOrder ?? 0],
        );
      }
    }
    await tx.query(
      'update tenants set current_run_id = $2, data_version = data_version + 1 where tenant_id = $1',
      [tenantId, runId],
    );
  });
  return {
    runId,
    keyOf: (sku, location = 'Main') => {
      const key = keys.get(`${sku}|${location}`);
      if (!key) throw new Error(`no series ${sku} at ${location}`);
      return key;
    },
  };
}

/** Thousands of lines at once: five locations, forty shapes of demand, a fifth without stock. */
export async function seedLargeRun(database: Database, tenantId: string, items: number): Promise<string> {
  const { runId } = await seedRun(database, tenantId, []);
  const shapes = Array.from({ length: 40 }, (_, i) => (i * i) / 100);
  await withTenant(database, tenantId, async (tx) => {
    await tx.query(`set local statement_timeout = '10min'`);
    await tx.query(
      `insert into locations (tenant_id, code, name) select $1, 'L' || n, 'Shop ' || n from generate_series(1, 5) n`,
      [tenantId],
    );
    await tx.query(
      `insert into items (tenant_id, sku, name, category, supplier, unit_cost_minor, price_minor)
       select $1, 'SKU-' || lpad(n::text, 6, '0'), 'Item number ' || n, 'Category ' || n % 30, 'Supplier ' || n % 50,
         100 + n % 900, 200 + n % 1900 from generate_series(1, $2::int) n`,
      [tenantId, items],
    );
    await tx.query(
      `create temporary table shapes (n int primary key, daily float8, mean real[], cumulative real[], backtest jsonb)
       on commit drop`,
    );
    for (const [n, daily] of shapes.entries()) {
      await tx.query('insert into shapes values ($1, $2, $3, $4, to_jsonb($4::real[]))', [
        n,
        daily,
        new Array(91).fill(0).map((_, day) => daily * (1 + 0.3 * Math.sin(day))),
        gridOf(daily).map((value, i) => value * (1 + 1e-6 * (i % 7))),
      ]);
    }
    await tx.query(
      `insert into forecasts (tenant_id, run_id, item_id, location_id, partition, ok, model, first_day, mean, quantiles,
         cumulative, backtest, mean_28, low_28, high_28, sold_prior_28)
       select $1, $2, i.id, l.id, 0, true, 'ets', '2026-01-01', s.mean, s.cumulative || s.cumulative, s.cumulative,
         s.backtest, 28 * s.daily, 20 * s.daily,
         36 * s.daily, case when i.id % 10 = 0 then 60 else 28 end * s.daily
       from items i cross join locations l join shapes s on s.n = (i.id * 7 + l.id * 3) % 40
       where i.tenant_id = $1 and l.tenant_id = $1`,
      [tenantId, runId],
    );
    await tx.query(
      `insert into stock (tenant_id, item_id, location_id, on_hand, on_order)
       select $1, i.id, l.id, (i.id * 31 + l.id * 17) % 400, (i.id + l.id) % 3 * 20
       from items i cross join locations l
       where i.tenant_id = $1 and l.tenant_id = $1 and (i.id + l.id) % 5 <> 0`,
      [tenantId],
    );
  });
  return runId;
}
