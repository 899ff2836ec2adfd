import { type Database, withTenant } from '@ordernimbus/data';
import { forecastPanel, trainPanelModel } from '@ordernimbus/engine';
import type { EnginePort } from '../../src/index.ts';

export interface FixtureSeries {
  readonly sku: string;
  readonly location: string;
  readonly category?: string | null;
  /** units sold by ISO day */
  readonly sold: ReadonlyMap<string, number>;
}

/** Rows as an import would leave them. */
export async function insertSales(
  database: Database,
  tenantId: string,
  series: readonly FixtureSeries[],
): Promise<void> {
  await withTenant(database, tenantId, async (tx) => {
    for (const one of series) {
      const [item] = await tx.query<{ id: number }>(
        `insert into items (tenant_id, sku, name, category) values ($1, $2, $3, $4)
         on conflict (tenant_id, sku) do update set name = excluded.name returning id`,
        [tenantId, one.sku, `Item ${one.sku}`, one.category ?? null],
      );
      const [location] = await tx.query<{ id: number }>(
        `insert into locations (tenant_id, code, name) values ($1, $2, $3)
         on conflict (tenant_id, code) do update set name = excluded.name returning id`,
        [tenantId, one.location, `Shop ${one.location}`],
      );
      await tx.query(
        `insert into sales_quarters (tenant_id, item_id, location_id, quarter, days, sold, returned, revenue_minor, lines)
         select $1, $2, $3, date_trunc('quarter', day)::date,
           array_agg((day - date_trunc('quarter', day)::date)::smallint order by day), array_agg(sold order by day),
           array_agg(0::float8), array_agg((sold * 100)::bigint order by day), array_agg(1)
         from unnest($4::date[], $5::float8[]) as u(day, sold) group by date_trunc('quarter', day)
         on conflict (tenant_id, item_id, location_id, quarter) do update
           set days = excluded.days, sold = excluded.sold, returned = excluded.returned,
             revenue_minor = excluded.revenue_minor, lines = excluded.lines`,
        [tenantId, item?.id, location?.id, [...one.sold.keys()], [...one.sold.values()]],
      );
    }
  });
}

/** Small linear congruential generator: the same shop in every test run. */
export function createChance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const dayMs = 86_400_000;
export const isoDayAt = (from: string, offset: number): string =>
  new Date(Date.parse(`${from}T00:00:00Z`) + offset * dayMs).toISOString().slice(0, 10);

/** Weekly season, noise and slow movers; every series sells on the last day, so none is delisted. */
export function makeSeries(
  sku: string,
  location: string,
  options: { days: number; seed: number; category?: string | null; from?: string },
): FixtureSeries {
  const chance = createChance(options.seed);
  const level = 1 + 9 * chance();
  const sold = new Map<string, number>();
  for (let day = 0; day < options.days; day++) {
    const expected = level * (1 + 0.5 * Math.sin((2 * Math.PI * day) / 7));
    const units = Math.round(expected * 2 * chance());
    if (units > 0 || day === options.days - 1) {
      sold.set(isoDayAt(options.from ?? '2025-01-01', day), Math.max(1, units));
    }
  }
  return { sku, location, category: options.category ?? null, sold };
}

/** The engine on the event loop: small shops of tests need no threads. */
export const directEngine: EnginePort = {
  threads: 1,
  async forecast(part, options, control) {
    control?.signal?.throwIfAborted();
    return { results: forecastPanel(part, options, control?.model), seconds: 0 };
  },
  async train(panel, options) {
    return trainPanelModel(panel, options);
  },
};

/** The engine with its two cheapest models, for tests about what a run leaves behind rather than what it forecasts. */
export const quickEngine: EnginePort = {
  threads: 1,
  forecast: (part, options, control) =>
    directEngine.forecast(part, { ...options, models: ['naive', 'window-average'] }, control),
  train: async () => undefined,
};
