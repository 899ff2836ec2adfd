import { join } from 'node:path';
import { prepareSet } from '../accuracy/bench-one-set.ts';
import { forecastKey, readForecasts } from '../accuracy/read-forecasts.ts';
import { runNimbus } from '../accuracy/run-nimbus.ts';
import { type MethodForecast, type SetScores, scoredProbabilities, scoreSet } from '../scorer/score-set.ts';
import type { BenchSet, TruthSeries } from '../sets/bench-set.ts';
import { AGES, FOLDS, hidePast, launchOf } from './hide-past.ts';

/** Scores of the launches of one age, or of all. */
export interface LaunchScores {
  readonly age: number | 'all';
  readonly series: number;
  /** The default, which saw the last `age` values alone. */
  readonly ours: SetScores;
  /** The same without what the panel says: the model that most know launches by. */
  readonly ets: SetScores;
  /** The mean of the known values, without ranges. */
  readonly mean: SetScores;
  /** The default with the whole past: what a launch cannot reach. */
  readonly whole: SetScores;
}

type Forecasts = ReadonlyMap<string, MethodForecast>;

const keyOf = ({ item, location }: TruthSeries): string => forecastKey(item, location);

/** Plays each series as a launch once, a quarter of them at a time among the others. */
export async function playLaunches(set: BenchSet, window: number, threads: number): Promise<LaunchScores[]> {
  const { folder, inputFile, futureFile, made } = await prepareSet(set, { every: 1, window });
  const [round] = made.rounds;
  if (!round) throw new Error(`${set.name} has no round.`);
  const ages = AGES[set.frequency];
  const forecast = async (input: string, models: string): Promise<Forecasts> => {
    const out = join(folder, 'launches.forecast.csv');
    const flags = ['--horizon', set.horizon, '--frequency', set.frequency, '--cutoff', round.cutoff];
    const args = ['forecast', input, ...flags.map(String), '--models', models, '--threads', String(threads)];
    if (made.hasFuture) args.push('--future', futureFile);
    await runNimbus([...args, '--out', out], join(folder, 'launches.summary.json'));
    return readForecasts(out, set.horizon);
  };
  const played = { ours: new Map<string, MethodForecast>(), ets: new Map<string, MethodForecast>() };
  const input = join(folder, 'launches.csv');
  for (let fold = 0; fold < FOLDS; fold++) {
    await hidePast(inputFile, input, { frequency: set.frequency, cutoff: round.cutoff }, (item, location) => {
      const launch = launchOf(forecastKey(item, location), ages);
      return launch.fold === fold ? launch.age : undefined;
    });
    for (const [name, models] of [
      ['ours', 'auto'],
      ['ets', 'ets'],
    ] as const) {
      const forecasts = await forecast(input, models);
      for (const truth of round.truth) {
        const key = keyOf(truth);
        const one = forecasts.get(key);
        if (launchOf(key, ages).fold === fold && one) played[name].set(key, one);
      }
    }
  }
  const whole = await forecast(inputFile, 'auto');
  // Of what sold nothing in the days that are shown nobody can tell more than that.
  const launches = round.truth.filter((truth) => shown(truth, ages).some((y) => y > 0));
  return [...ages, 'all' as const].map((age) => {
    const some = launches.filter((truth) => age === 'all' || launchOf(keyOf(truth), ages).age === age);
    const score = (of: (truth: TruthSeries) => MethodForecast | undefined): SetScores =>
      scoreSet(
        some.map((truth) => [truth, of(truth)] as const),
        set,
      );
    return {
      age,
      series: some.length,
      ours: score((truth) => played.ours.get(keyOf(truth))),
      ets: score((truth) => played.ets.get(keyOf(truth))),
      mean: score((truth) => meanOf(shown(truth, ages), set.horizon)),
      whole: score((truth) => whole.get(keyOf(truth))),
    };
  });
}

/** The values that a launch shows. */
const shown = (truth: TruthSeries, ages: readonly number[]): Float64Array =>
  truth.history.slice(-launchOf(keyOf(truth), ages).age);

function meanOf(values: Float64Array, horizon: number): MethodForecast {
  const mean = values.reduce((sum, y) => sum + y, 0) / values.length;
  const row = new Float64Array(horizon).fill(mean);
  return { mean: row, quantiles: new Float64Array(horizon * scoredProbabilities.length).fill(mean) };
}
