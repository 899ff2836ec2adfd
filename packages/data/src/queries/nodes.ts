import type { TenantTransaction } from '../database.ts';
import { realValues } from '../real-value.ts';

export type NodeKind = 'company' | 'location' | 'category';

/** A sum of series as it is stored. `locationId` is 0 for the company and for a category over all locations; `category` '' for none. */
export interface NodeRow {
  kind: NodeKind;
  locationId: number;
  category: string;
  series: number;
  historyFrom: string | null;
  history: (number | null)[];
  mean: number[];
  quantiles: number[];
  metrics: object | null;
  closedDays: number[];
  mean28: number | null;
  low28: number | null;
  high28: number | null;
  soldPrior28: number | null;
}

export async function insertNodes(
  tx: TenantTransaction,
  runId: string,
  nodes: readonly NodeRow[],
): Promise<void> {
  for (const node of nodes) {
    await tx.query(
      `insert into forecast_nodes (tenant_id, run_id, kind, location_id, category, series, history_from, history, mean,
         quantiles, metrics, closed_days, mean_28, low_28, high_28, sold_prior_28)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
      [
        tx.tenantId,
        runId,
        node.kind,
        node.locationId,
        node.category,
        node.series,
        node.historyFrom,
        realValues(node.history),
        realValues(node.mean),
        realValues(node.quantiles),
        node.metrics ? JSON.stringify(node.metrics) : null,
        node.closedDays,
        ...realValues([node.mean28, node.low28, node.high28, node.soldPrior28]),
      ],
    );
  }
}

export async function clearNodes(tx: TenantTransaction, runId: string): Promise<void> {
  await tx.query('delete from forecast_nodes where tenant_id = $1 and run_id = $2', [tx.tenantId, runId]);
}

const columns = `n.kind, n.location_id as "locationId", n.category, n.series, n.history_from as "historyFrom",
  to_json(n.history) as history, to_json(n.mean) as mean, to_json(n.quantiles) as quantiles, n.metrics,
  n.closed_days as "closedDays", n.mean_28 as "mean28", n.low_28 as "low28", n.high_28 as "high28",
  n.sold_prior_28 as "soldPrior28"`;

export async function findNode(
  tx: TenantTransaction,
  runId: string,
  key: { kind: NodeKind; locationId: number; category: string },
): Promise<NodeRow | undefined> {
  return (
    await tx.query<NodeRow>(
      `select ${columns} from forecast_nodes n
       where n.tenant_id = $1 and n.run_id = $2 and n.kind = $3 and n.location_id = $4 and n.category = $5`,
      [tx.tenantId, runId, key.kind, key.locationId, key.category],
    )
  )[0];
}

/** Every node of a kind at a location, of one location or category when it is given. */
export async function listNodes(
  tx: TenantTransaction,
  runId: string,
  of: { kind: NodeKind; locationId?: number; category?: string },
): Promise<NodeRow[]> {
  return tx.query<NodeRow>(
    `select ${columns} from forecast_nodes n
     where n.tenant_id = $1 and n.run_id = $2 and n.kind = $3 and ($4::int is null or n.location_id = $4)
       and ($5::text is null or n.category = $5) and (n.kind = 'company' or n.location_id <> 0)
     order by n.location_id, n.category collate "C"`,
    [tx.tenantId, runId, of.kind, of.locationId ?? null, of.category ?? null],
  );
}
