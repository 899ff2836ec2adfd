import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cache } from '../accuracy/bench-one-set.ts';
import { forecastKey, readForecasts } from '../accuracy/read-forecasts.ts';
import { runNimbus } from '../accuracy/run-nimbus.ts';
import { UsageError } from '../command-line/choose-sets.ts';
import { reasonOf } from '../command-line/reason-of.ts';
import type { MethodForecast } from '../scorer/score-set.ts';
import { lastMean } from './last-mean.ts';
import { type MadeSeries, makeSeries, SEED } from './make-series.ts';
import type { ScenarioPlan } from './scenario.ts';
import { noiseOf, scoreTruth, type TruthScores } from './score-truth.ts';
import { knownColumns, writeFuture, writeHistory } from './write-files.ts';

const THREADS = 2;
/** Exit code of the command line when it was called wrongly, for one with models that there are not. */
const CALLED_WRONGLY = 2;

export interface ScenarioOutcome {
  readonly scenario: ScenarioPlan;
  /** WAPE of the true means themselves. */
  readonly noise: number;
  readonly nimbus: TruthScores;
  /** The command line with `--models ets`. */
  readonly ets: TruthScores;
  /** Mean of the last steps, which has no ranges. */
  readonly last: TruthScores;
  /** Of the run, by the clock. */
  readonly seconds: number;
}

/** Makes the sales of a scenario, forecasts them with the real command line, and scores that against the truth. */
export async function benchScenario(scenario: ScenarioPlan, models: string): Promise<ScenarioOutcome> {
  const start = performance.now();
  const folder = join(cache, 'truth', scenario.name);
  await mkdir(folder, { recursive: true });
  const made = makeSeries(scenario, SEED);
  const input = join(folder, 'input.csv');
  const future = join(folder, 'future.csv');
  const hasFuture = knownColumns(made).length > 0;
  await writeHistory(input, scenario, made);
  if (hasFuture) await writeFuture(future, made);
  const score = async (names: string): Promise<TruthScores> => {
    const args = ['forecast', input, ...(hasFuture ? ['--future', future] : []), '--models', names];
    const forecasts = await forecast(folder, scenario, args);
    return scoreTruth(made.map((one) => [one, forecasts.get(forecastKey(one.item, one.location))] as const));
  };
  const nimbus = await score(models);
  const ets = models === 'ets' ? nimbus : await score('ets');
  return {
    scenario,
    noise: noiseOf(made),
    nimbus,
    ets,
    last: scoreTruth(made.map((one): [MadeSeries, MethodForecast] => [one, lastMean(scenario, one)])),
    seconds: (performance.now() - start) / 1000,
  };
}

async function forecast(
  folder: string,
  { frequency, horizon }: ScenarioPlan,
  args: readonly string[],
): Promise<ReadonlyMap<string, MethodForecast>> {
  const out = join(folder, 'forecast.csv');
  const flags = ['--horizon', horizon, '--frequency', frequency, '--threads', THREADS, '--out', out];
  try {
    await runNimbus([...args, ...flags.map(String)], join(folder, 'summary.json'));
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    throw code === CALLED_WRONGLY ? new UsageError(reasonOf(error)) : error;
  }
  return readForecasts(out, horizon);
}
