import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runNimbus } from '../accuracy/run-nimbus.ts';
import { bareRead } from './bare-read.ts';
import { writePanel } from './write-panel.ts';

export interface PanelRun {
  readonly series: number;
  readonly days: number;
  readonly threads: number;
  readonly models: string;
  /** MiB for reading and sorting; the rest of the process comes on top. */
  readonly memory?: number;
  readonly horizon?: number;
}

export interface PanelFigures extends PanelRun {
  /** Series with a sale: the others are not in the file. */
  readonly sold: number;
  readonly rows: number;
  readonly inputMiB: number;
  readonly outputMiB: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMiB: number;
  readonly failed: number;
  /** DuckDB's bare read of the same file, summed by series: the peer. */
  readonly bareSeconds: number;
  readonly bareCpuSeconds: number;
  readonly version: string;
}

const mib = async (file: string): Promise<number> => (await stat(file)).size / 2 ** 20;

/** Locations of a generated shop; the items follow from the number of series. */
const LOCATIONS = 50;

/** Generates a panel, forecasts it with the command line from Parquet to Parquet, and removes both again. */
export async function runPanel(run: PanelRun): Promise<PanelFigures> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ordernimbus-bench-'));
  try {
    const input = path.join(folder, 'sales.parquet');
    const out = path.join(folder, 'forecast.parquet');
    const shape = { items: Math.ceil(run.series / LOCATIONS), locations: LOCATIONS, days: run.days, seed: 1 };
    const rows = await writePanel(input, run.series, shape);
    const bare = await bareRead(input, path.join(folder, 'sums.parquet'), folder);
    const { horizon = 28, memory = 1024 } = run;
    const args = ['forecast', input, '--horizon', `${horizon}`, '--models', run.models];
    args.push('--threads', `${run.threads}`, '--memory', `${memory}`, '--out', out);
    const summary = await runNimbus(args, path.join(folder, 'summary.json'));
    return {
      ...run,
      sold: summary.series,
      rows,
      inputMiB: await mib(input),
      outputMiB: await mib(out),
      seconds: summary.seconds,
      cpuSeconds: summary.cpuSeconds,
      peakMiB: summary.peakMemoryMiB,
      failed: summary.failed,
      bareSeconds: bare.seconds,
      bareCpuSeconds: bare.cpuSeconds,
      version: summary.version,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
