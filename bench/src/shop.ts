import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runNimbus } from './accuracy/run-nimbus.ts';
import { type StartedProcess, startProcess } from './api/start-process.ts';
import { writePanel } from './million/write-panel.ts';
import { machineText } from './report/machine-text.ts';
import { type ShopFigures, type Step, shopReport } from './shop/report.ts';
import { openShop, type ShopClient } from './shop/shop-client.ts';
import { peakMiB, treeCpuSeconds } from './shop/tree-cpu.ts';
import { readWhile } from './shop/watch-reads.ts';

const USUAL = 20_000;
const LOCATIONS = 50;
const DAYS = 730;

const readPaths = [
  '/v1/home',
  '/v1/freshness',
  '/v1/reorder?limit=100',
  '/v1/reorder?search=0077&limit=100',
  '/v1/explorer?limit=100',
  '/v1/explorer?locationId=3&sort=sold',
  '/v1/accuracy',
  '/v1/data-quality',
  '/v1/forecasts/3/5',
  '/v1/forecasts/3/5/backtest',
  '/v1/reorder/3/5',
];

/**
 * `npm run bench -- shop [--series 20000]`: a large shop through the product, from the file to the reorder list, beside
 * the command line on the same file; and what reads of its pages take while a run goes on. Linux alone (/proc).
 */
export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { series: { type: 'string', default: `${USUAL}` } },
  });
  const series = Number(values.series);
  const machine = machineText();
  const folder = await mkdtemp(path.join(tmpdir(), 'ordernimbus-bench-'));
  let product: StartedProcess | undefined;
  try {
    const file = path.join(folder, 'sales.parquet');
    const rows = await writePanel(file, series, {
      items: Math.ceil(series / LOCATIONS),
      locations: LOCATIONS,
      days: DAYS,
      seed: 1,
    });
    const flags = ['serve', '--no-sample', '--no-web', '--data', path.join(folder, 'data')];
    product = await startProcess('../../../app/cli/bin/nimbus.js', flags);
    const measured = await measureProduct(product, file);
    await product.stop();
    const peer = await runNimbus(
      ['forecast', file, '--horizon', `${measured.horizonDays}`, '--out', path.join(folder, 'out.parquet')],
      path.join(folder, 'summary.json'),
    );
    const text = shopReport(
      {
        ...measured,
        rows,
        version: peer.version,
        peer: { name: 'nimbus forecast (peer)', seconds: peer.seconds, cpuSeconds: peer.cpuSeconds },
      },
      machine,
    );
    process.stdout.write(text);
    if (series === USUAL) await writeFile(new URL('../results/shop.md', import.meta.url), text);
    return measured.failed === 0 ? 0 : 1;
  } finally {
    await product?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

type Measured = Omit<ShopFigures, 'rows' | 'version' | 'peer'>;

async function measureProduct(product: StartedProcess, file: string): Promise<Measured> {
  const shop = await openShop(product.url);
  const steps: Step[] = [];
  let began = performance.now();
  let cpuBefore = treeCpuSeconds(product.pid);
  const end = (name: string): Step => {
    const [now, cpu] = [performance.now(), treeCpuSeconds(product.pid)];
    const step = { name, seconds: (now - began) / 1000, cpuSeconds: cpu - cpuBefore };
    [began, cpuBefore] = [now, cpu];
    process.stderr.write(`${name}: ${step.seconds.toFixed(1)} s, ${step.cpuSeconds.toFixed(1)} CPU s\n`);
    return step;
  };
  await shop.importFile(file);
  steps.push(end('import'));
  const first = await followToReorder(shop, (name) => steps.push(end(name)));
  const second = shop.startRun().then(() => followToReorder(shop, () => undefined));
  const reads = await readWhile(second, readPaths, (at) => shop.get(at));
  return {
    series: (first.seriesOk ?? 0) + (first.seriesFailed ?? 0),
    horizonDays: first.horizonDays,
    failed: first.seriesFailed ?? 0,
    steps,
    again: end('a second run, while somebody reads'),
    reads,
    peakMiB: peakMiB(product.pid),
  };
}

/** @param onEnd called with the name of each part of the run when the next one begins */
async function followToReorder(shop: ShopClient, onEnd: (name: string) => void) {
  let part = '';
  const done = await shop.followRun(({ status }) => {
    if (part) onEnd(`run: ${part}`);
    part = status;
  });
  await shop.awaitReorder(done.seriesOk ?? 0);
  onEnd('reorder list');
  return done;
}
