import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type MethodForecast, type SetScores, scoreSet } from '../scorer/score-set.ts';
import { seasonalNaivePeer } from '../scorer/seasonal-naive-peer.ts';
import type { BenchSet, MadeSet, SetRound, TruthSeries } from '../sets/bench-set.ts';
import { forecastKey, readForecasts } from './read-forecasts.ts';
import { runNimbus } from './run-nimbus.ts';

export const cache = fileURLToPath(new URL('../../../.cache/bench/', import.meta.url));

interface WindowOptions {
  readonly every: number;
  readonly window: number;
}

interface NimbusOptions {
  readonly threads: number;
  readonly models: string;
}

export interface BenchOptions extends WindowOptions, NimbusOptions {}

/** What a run of the command line cost, summed over the rounds of a set; `peakMemoryMiB` is the largest. */
export interface NimbusCost {
  readonly version: string;
  readonly failed: number;
  readonly standIns: number;
  readonly cpuSeconds: number;
  /** Of these, the engine's in its threads. */
  readonly engineCpuSeconds: number;
  readonly seconds: number;
  readonly peakMemoryMiB: number;
  readonly command: string;
}

export interface SetOutcome extends NimbusCost {
  readonly set: string;
  readonly series: number;
  readonly ours: SetScores;
  readonly seasonalNaive: SetScores;
}

/** A series and what a method made of it; nothing where it made nothing. */
export type ScoredPair = readonly [TruthSeries, MethodForecast | undefined];

/** A set's files in the cache and the truth of its rounds. */
export interface PreparedSet {
  readonly set: BenchSet;
  readonly folder: string;
  readonly inputFile: string;
  readonly futureFile: string;
  readonly made: MadeSet;
}

export async function benchOneSet(set: BenchSet, options: BenchOptions): Promise<SetOutcome> {
  const prepared = await prepareSet(set, options);
  const { pairs, cost } = await forecastByNimbus(prepared, options);
  return {
    set: set.name,
    series: prepared.made.rounds[0]?.truth.length ?? 0,
    ours: scoreSet(pairs, set),
    seasonalNaive: scoreSet(forecastBySeasonalNaive(prepared), set),
    ...cost,
  };
}

export async function prepareSet(set: BenchSet, options: WindowOptions): Promise<PreparedSet> {
  const { every, window } = options;
  const folder = join(cache, `${set.name}.${every}.${window}`);
  await mkdir(folder, { recursive: true });
  const inputFile = join(folder, 'input.csv');
  const futureFile = join(folder, 'future.csv');
  const made = await set.make({ inputFile, futureFile, every, window });
  return { set, folder, inputFile, futureFile, made };
}

export function forecastBySeasonalNaive({ set, made }: PreparedSet): ScoredPair[] {
  return made.rounds.flatMap(({ truth }) =>
    truth.map((series): ScoredPair => [series, seasonalNaivePeer(series, set.season)]),
  );
}

/** The real command line on each round of the set, in a process of its own. */
export async function forecastByNimbus(
  prepared: PreparedSet,
  options: NimbusOptions,
): Promise<{ pairs: ScoredPair[]; cost: NimbusCost }> {
  const { set, folder, inputFile, futureFile, made } = prepared;
  const pairs: ScoredPair[] = [];
  const cost = {
    cpuSeconds: 0,
    engineCpuSeconds: 0,
    seconds: 0,
    peakMemoryMiB: 0,
    failed: 0,
    standIns: 0,
    version: '',
  };
  let command = '';
  for (const round of made.rounds) {
    const out = join(folder, 'forecast.csv');
    const args = ['forecast', inputFile, ...flagsOf(set, round, options)];
    if (made.hasFuture) args.push('--future', futureFile);
    command ||= `nimbus ${args.join(' ').replaceAll(cache, '.cache/bench/')}`;
    const summary = await runNimbus([...args, '--out', out], join(folder, 'summary.json'));
    cost.cpuSeconds += summary.cpuSeconds;
    cost.engineCpuSeconds += summary.engineCpuSeconds;
    cost.seconds += summary.seconds;
    cost.peakMemoryMiB = Math.max(cost.peakMemoryMiB, summary.peakMemoryMiB);
    cost.failed += summary.failed;
    cost.standIns += summary.standIns;
    cost.version = summary.version;
    const forecasts = await readForecasts(out, set.horizon);
    for (const truth of round.truth) {
      pairs.push([truth, forecasts.get(forecastKey(truth.item, truth.location))]);
    }
  }
  return { pairs, cost: { command, ...cost } };
}

function flagsOf(set: BenchSet, round: SetRound, options: NimbusOptions): string[] {
  return [
    '--horizon',
    String(set.horizon),
    '--frequency',
    set.frequency,
    '--cutoff',
    round.cutoff,
    '--threads',
    String(options.threads),
    '--models',
    options.models,
  ];
}
