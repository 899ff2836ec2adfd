import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type SetScores, scoreSet } from '../scorer/score-set.ts';
import { seasonalNaivePeer } from '../scorer/seasonal-naive-peer.ts';
import type { BenchSet, SetRound } from '../sets/bench-set.ts';
import { forecastKey, readForecasts } from './read-forecasts.ts';
import { runNimbus } from './run-nimbus.ts';

const cache = fileURLToPath(new URL('../../../.cache/bench/', import.meta.url));

export interface BenchOptions {
  readonly every: number;
  readonly window: number;
  readonly threads: number;
  readonly models: string;
}

export interface SetOutcome {
  readonly set: string;
  readonly series: number;
  readonly ours: SetScores;
  readonly seasonalNaive: SetScores;
  readonly version: string;
  readonly failed: number;
  readonly standIns: number;
  readonly cpuSeconds: number;
  readonly seconds: number;
  readonly peakMemoryMiB: number;
  readonly command: string;
}

export async function benchOneSet(set: BenchSet, options: BenchOptions): Promise<SetOutcome> {
  const folder = join(cache, `${set.name}.${options.every}.${options.window}`);
  await mkdir(folder, { recursive: true });
  const inputFile = join(folder, 'input.csv');
  const futureFile = join(folder, 'future.csv');
  const made = await set.make({ inputFile, futureFile, every: options.every, window: options.window });
  const ours: Parameters<typeof scoreSet>[0] extends Iterable<infer P> ? P[] : never = [];
  const naive: typeof ours = [];
  const cost = { cpuSeconds: 0, seconds: 0, peakMemoryMiB: 0, failed: 0, standIns: 0, version: '' };
  let command = '';
  for (const round of made.rounds) {
    const out = join(folder, 'forecast.csv');
    const args = ['forecast', inputFile, ...flagsOf(set, round, options)];
    if (made.hasFuture) args.push('--future', futureFile);
    command ||= `nimbus ${args.join(' ').replaceAll(cache, '.cache/bench/')}`;
    const summary = await runNimbus([...args, '--out', out], join(folder, 'summary.json'));
    cost.cpuSeconds += summary.cpuSeconds;
    cost.seconds += summary.seconds;
    cost.peakMemoryMiB = Math.max(cost.peakMemoryMiB, summary.peakMemoryMiB);
    cost.failed += summary.failed;
    cost.standIns += summary.standIns;
    cost.version = summary.version;
    const forecasts = await readForecasts(out, set.horizon);
    for (const truth of round.truth) {
      ours.push([truth, forecasts.get(forecastKey(truth.item, truth.location))]);
      naive.push([truth, seasonalNaivePeer(truth, set.season)]);
    }
  }
  return {
    set: set.name,
    series: made.rounds[0]?.truth.length ?? 0,
    ours: scoreSet(ours, set),
    seasonalNaive: scoreSet(naive, set),
    command,
    ...cost,
  };
}

function flagsOf(set: BenchSet, round: SetRound, options: BenchOptions): string[] {
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
