import type { ForecastRun } from '@ordernimbus/contracts';
import {
  type Context,
  ensureSampleTenant,
  getAccuracy,
  listReorder,
  listRuns,
  recomputeReorder,
  startRun,
  systemContext,
} from '@ordernimbus/services';
import type { Product } from '../compose.ts';
import { ServeError } from '../errors.ts';
import type { Terminal } from '../terminal.ts';
import { formatCount } from '../terminal.ts';
import { importAsset } from './import-asset.ts';
import { describeImport, describeReorder, describeRun } from './report.ts';
import { waitFor } from './wait-for.ts';

const shop = { name: 'Online Retail (sample)', currency: 'GBP', timeZone: 'Europe/London' };
const reorderLinesShown = 8;

const isOver = (run: ForecastRun): boolean =>
  run.status === 'done' || run.status === 'failed' || run.status === 'cancelled';

async function newestRun(ctx: Context): Promise<ForecastRun> {
  const [run] = (await listRuns(ctx, { limit: 1 })).items;
  return run ?? startRun(ctx, { trigger: 'sample' });
}

/** Waits for the run that the import began, or begins one. */
async function waitForRun(
  ctx: Context,
  terminal: Terminal,
  isStopping: () => boolean,
): Promise<ForecastRun | undefined> {
  const run = await waitFor(
    () => newestRun(ctx),
    isOver,
    ({ partitions, partitionsDone, secondsLeft, status }) => {
      const left = secondsLeft === null ? '' : `, about ${Math.ceil(secondsLeft)} s left`;
      terminal.progress(`  ${status}: ${partitionsDone} of ${partitions ?? '?'} partitions${left}`);
    },
    isStopping,
  );
  if (run && run.status !== 'done') {
    throw new ServeError(`the forecast run is ${run.status}: ${run.error?.message ?? 'no reason was given'}`);
  }
  return run;
}

async function loadAndReport(ctx: Context, terminal: Terminal, isStopping: () => boolean): Promise<void> {
  const load = (asset: string, meanings: Parameters<typeof importAsset>[2]) =>
    importAsset(ctx, asset, meanings, terminal, isStopping);
  const current = (await listRuns(ctx, { limit: 200 })).items.find((run) => run.isCurrent);
  if (!current)
    terminal.say('Loading the sample shop (sales: UCI Online Retail, CC BY 4.0; stock: invented)');
  const sales = await load('online-retail-excerpt.csv.gz', { Country: 'location' });
  if (sales) for (const line of describeImport(sales)) terminal.say(line);
  const stock = await load('sample-stock.csv', {});
  if (stock) for (const line of describeImport(stock)) terminal.say(line);
  if (isStopping()) return;
  if (current && !sales && !stock) {
    terminal.say(
      `Sample shop: ${formatCount(current.seriesTotal ?? 0)} series, forecast from ${current.cutoff}`,
    );
    return;
  }
  const run = await waitForRun(ctx, terminal, isStopping);
  if (!run) return;
  for (const line of describeRun(run, await getAccuracy(ctx))) terminal.say(line);
  await recomputeReorder(ctx.platform, { tenantId: ctx.tenantId });
  const page = await listReorder(ctx, {
    filter: {},
    sort: 'at_risk',
    direction: 'desc',
    offset: 0,
    limit: reorderLinesShown,
  });
  for (const line of describeReorder(page, shop.currency)) terminal.say(line);
}

/**
 * The sample shop, by the steps that everybody's files go through: import, forecast run, reorder list. A start that was
 * cut off is gone on with. The product works without it, so a failure is told and no more.
 */
export async function loadSample(
  { platform }: Product,
  terminal: Terminal,
  isStopping: () => boolean,
): Promise<void> {
  try {
    const { tenantId } = await ensureSampleTenant(platform, shop);
    await loadAndReport(systemContext(platform, tenantId, 'sample'), terminal, isStopping);
  } catch (error) {
    if (isStopping()) return;
    platform.log.error({ err: error }, 'loading the sample shop failed');
    terminal.say(
      `The sample shop could not be loaded (${(error as Error).message}); your own shop works, and the next start tries again.`,
    );
  }
}
