import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createHierarchy, createReconciler, type ReconciliationMethod } from '@ordernimbus/engine';
import { forecastKey, readForecasts } from '../accuracy/read-forecasts.ts';
import { runNimbus } from '../accuracy/run-nimbus.ts';
import { type MethodForecast, scoredProbabilities, scoreSet } from '../scorer/score-set.ts';
import { rmsseOf, sumSeries } from '../scorer/sum-score.ts';
import type { BenchSet, SetRound } from '../sets/bench-set.ts';
import { alignErrors, readErrors } from './read-errors.ts';
import { joinFuture, writeTotal } from './write-total.ts';

const cache = fileURLToPath(new URL('../../../.cache/bench/', import.meta.url));
const totalKey = forecastKey('total', '');

export const methods: readonly ReconciliationMethod[] = [
  'bottom-up',
  'top-down',
  'wls-structural',
  'wls-variance',
  'mint-shrink',
];

export interface MethodScore {
  readonly method: string;
  /** RMSSE of the sum of all series. */
  readonly sum: number;
  /** The set's main metric over the series; null for the forecast of the sum alone. */
  readonly main: number | null;
}

export interface HierarchyOptions {
  readonly window: number;
  readonly threads: number;
  /** Back-test windows that the errors come from. */
  readonly backtestWindows: number;
}

/** What the command line said of the series of a set and of their sum, as files. */
interface OriginFiles {
  readonly round: SetRound;
  readonly forecasts: readonly string[];
  readonly backtests: readonly string[];
}

/** The series of a set and their sum: forecast by the command line, reconciled by the engine, scored. */
export async function benchOneOrigin(set: BenchSet, options: HierarchyOptions): Promise<MethodScore[]> {
  return scoreMethods(set, await forecastOrigin(set, options));
}

async function forecastOrigin(set: BenchSet, options: HierarchyOptions): Promise<OriginFiles> {
  const folder = join(cache, `${set.name}.sum.${options.window}`);
  await mkdir(folder, { recursive: true });
  const file = (name: string): string => join(folder, name);
  const [input, future] = [file('input.csv'), file('future.csv')];
  const made = await set.make({ inputFile: input, futureFile: future, every: 1, window: options.window });
  const round = made.rounds[0] as SetRound;
  await joinFuture({ input, future: made.hasFuture ? future : undefined }, file('series.csv'));
  await writeTotal(file('series.csv'), file('total.csv'));
  const flags = [
    '--horizon',
    String(set.horizon),
    '--frequency',
    set.frequency,
    '--cutoff',
    round.cutoff,
    '--threads',
    String(options.threads),
  ];
  const run = async (command: string, of: string, extra: readonly string[] = []): Promise<string> => {
    const out = file(`${command}-${of}.csv`);
    await runNimbus([command, file(`${of}.csv`), ...flags, ...extra, '--out', out], file('summary.json'));
    return out;
  };
  const windows = ['--windows', String(options.backtestWindows)];
  return {
    round,
    forecasts: [await run('forecast', 'total'), await run('forecast', 'series')],
    backtests: [await run('backtest', 'total', windows), await run('backtest', 'series', windows)],
  };
}

async function scoreMethods(set: BenchSet, files: OriginFiles): Promise<MethodScore[]> {
  const { round } = files;
  const forecasts = new Map<string, MethodForecast>();
  for (const file of files.forecasts) {
    for (const [key, forecast] of await readForecasts(file, set.horizon)) forecasts.set(key, forecast);
  }
  const errors = new Map<string, ReadonlyMap<string, number>>();
  for (const file of files.backtests) {
    for (const [key, own] of await readErrors(file)) errors.set(key, own);
  }
  const keys = [totalKey, ...round.truth.map(({ item, location }) => forecastKey(item, location))];
  const base = Float64Array.from(
    keys.flatMap((key) => Array.from(forecasts.get(key)?.mean ?? new Float64Array(set.horizon))),
  );
  const sum = sumSeries(round.truth);
  const scores = methods.map((method): MethodScore => {
    const reconcile = createReconciler(createHierarchy([-1, ...round.truth.map(() => 0)]), {
      method,
      errors: alignErrors(errors, keys),
      nonNegative: true,
    });
    const coherent = reconcile(base, set.horizon);
    const row = (node: number): Float64Array =>
      coherent.subarray(node * set.horizon, (node + 1) * set.horizon);
    const scored = scoreSet(
      round.truth.map(
        (truth, index) =>
          [
            truth,
            { mean: row(index + 1), quantiles: new Float64Array(scoredProbabilities.length * set.horizon) },
          ] as const,
      ),
      set,
    );
    return { method, sum: rmsseOf(sum, row(0)), main: scored.main };
  });
  return [
    { method: 'forecast of the sum', sum: rmsseOf(sum, base.subarray(0, set.horizon)), main: null },
    ...scores,
  ];
}
