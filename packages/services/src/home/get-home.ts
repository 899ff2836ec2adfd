import type { AttentionRow, Home } from '@ordernimbus/contracts';
import {
  type HomeBasisRow,
  listChangedDemand,
  listImportProblems,
  listOverstocked,
  listRunningOut,
  readHomeBasis,
  readSparks,
  type SparkRow,
  type TenantTransaction,
} from '@ordernimbus/data';
import { LRUCache } from 'lru-cache';
import { type Context, inTenant, requireScope } from '../context.ts';
import { beginsNow } from '../forecasts/forecast-window.ts';
import { readTotals } from '../reorder/list-reorder.ts';
import { localDay } from '../runs/nightly-clock.ts';
import {
  composeChangedDemand,
  composeFailedSeries,
  composeImportProblem,
  composeOverstock,
  composeRunningOut,
  type PlannedDays,
} from './compose-attention.ts';
import { readFreshnessOf } from './get-freshness.ts';

const attentionRows = 20;
/** of one kind, so that the dearest kind does not hide the others */
const rowsOfKind = 10;

type Planned = Pick<Home, 'runOut' | 'overstock' | 'linesPlanned' | 'linesWithoutStock' | 'attention'>;
const nothing: Planned = {
  runOut: { lines: 0, atRiskMinor: 0, linesWithoutPrice: 0 },
  overstock: { lines: 0, valueMinor: 0, linesWithoutPrice: 0 },
  linesPlanned: 0,
  linesWithoutStock: 0,
  attention: [],
};

/** What follows from lines, forecasts and whether their days are the next ones: it stays until these change. */
const plannedOf = new LRUCache<string, Planned>({ max: 1000, ttl: 60_000 });

interface Basis {
  readonly runId: string;
  readonly dataVersion: number;
}

async function readPlanned(
  tx: TenantTransaction,
  { runId, dataVersion }: Basis,
  days: PlannedDays,
): Promise<Planned> {
  const { cutoff } = days;
  // the same sums as the lists that the tiles lead to
  const runOut = await readTotals(tx, { runsOut: true }, dataVersion);
  const overstock = await readTotals(tx, { status: ['overstock'] }, dataVersion);
  const whole = await readTotals(tx, {}, dataVersion);
  const rows: AttentionRow[] = [
    ...(await listRunningOut(tx, rowsOfKind)).map((row) => composeRunningOut(row, days)),
    ...(await listOverstocked(tx, rowsOfKind)).map(composeOverstock),
    ...(await listChangedDemand(tx, runId, rowsOfKind)).map((row) => composeChangedDemand(row, days)),
  ];
  // one row an item and location: its dearest reason
  const seen = new Set<string>();
  const attention = rows
    .sort((a, b) => (b.moneyMinor ?? -1) - (a.moneyMinor ?? -1))
    .filter((row) => {
      const key = `${row.itemId}:${row.locationId}`;
      return !seen.has(key) && seen.add(key);
    })
    .slice(0, attentionRows);
  const keys = attention.map(({ itemId, locationId }) => ({
    itemId: itemId as number,
    locationId: locationId as number,
  }));
  const sparks = new Map<string, SparkRow>();
  for (const spark of await readSparks(tx, { runId, cutoff, keys })) {
    sparks.set(`${spark.itemId}:${spark.locationId}`, spark);
  }
  return {
    runOut: {
      lines: runOut.lines,
      atRiskMinor: runOut.atRiskMinor,
      linesWithoutPrice: runOut.linesWithoutPrice,
    },
    overstock: {
      lines: overstock.lines,
      valueMinor: overstock.overstockMinor,
      linesWithoutPrice: overstock.linesWithoutPrice,
    },
    linesPlanned: whole.linesPlanned,
    linesWithoutStock: whole.linesWithoutStock,
    attention: attention.map((row) => {
      const spark = sparks.get(`${row.itemId}:${row.locationId}`);
      return { ...row, sparkHistory: spark?.history ?? [], sparkForecast: spark?.forecast ?? [] };
    }),
  };
}

async function plannedFor(tx: TenantTransaction, basis: HomeBasisRow, now: Date): Promise<Planned> {
  if (basis.runId === null || basis.cutoff === null) return nothing;
  const beginNow = beginsNow(basis.cutoff, localDay(now, basis.timeZone));
  const { runId, cutoff, dataVersion } = basis;
  const key = `${tx.tenantId}:${dataVersion}:${beginNow}`;
  let planned = plannedOf.get(key);
  if (!planned) {
    planned = await readPlanned(tx, { runId, dataVersion }, { cutoff, beginNow });
    plannedOf.set(key, planned);
  }
  return planned;
}

/** What needs attention today. Imports that went wrong come first: what is planned without them may be wrong too. */
export async function getHome(ctx: Context): Promise<Home> {
  requireScope(ctx, 'read');
  const now = ctx.platform.now();
  return inTenant(ctx, async (tx) => {
    const basis = await readHomeBasis(tx);
    const planned = await plannedFor(tx, basis, now);
    const problems = await listImportProblems(tx, now);
    return {
      freshness: await readFreshnessOf(tx, now),
      cutoff: basis.cutoff,
      hasData: basis.hasSales || basis.runId !== null,
      runOut: planned.runOut,
      overstock: planned.overstock,
      linesPlanned: planned.linesPlanned,
      linesWithoutStock: planned.linesWithoutStock,
      next28:
        basis.mean28 === null || basis.low28 === null || basis.high28 === null
          ? null
          : {
              units: { mean: basis.mean28, low: basis.low28, high: basis.high28 },
              soldPrior28: basis.soldPrior28,
            },
      accuracy:
        basis.wape === null && basis.naiveWape === null
          ? null
          : { wape: basis.wape, naiveWape: basis.naiveWape },
      attention: [
        ...problems.map(composeImportProblem),
        ...planned.attention,
        ...(basis.seriesFailed ? [composeFailedSeries(basis.seriesFailed)] : []),
      ],
    };
  });
}
