import { UsageError } from '../command-line/choose-sets.ts';
import type { BenchSet, MainMetric } from '../sets/bench-set.ts';

/** A method of the bench: ours with its `--models`, or one that `bench/peers/run_peers.py` runs. */
export interface Method {
  readonly name: string;
  readonly title: string;
  /** `--models` of our command line; peers have none. */
  readonly models?: string;
  /** The method gives a mean and no ranges: it has neither pinball loss nor coverage. */
  readonly pointOnly?: boolean;
  /**
   * Trained on the error that is the main metric of some sets, and run on these alone: its forecast is the point that
   * this metric asks for.
   */
  readonly trainedOn?: MainMetric;
  /** The method of `run_peers.py` where it is not the name. */
  readonly script?: string;
  /** Takes the whole history of the sets whose histories are cut (`lastSteps`), and is run on these alone. */
  readonly allHistory?: boolean;
  /** Minutes and hours on most sets: left out unless it is asked for by name or by `--whole`. */
  readonly slow?: boolean;
}

export const methods: readonly Method[] = [
  { name: 'nimbus', title: 'nimbus', models: 'auto' },
  { name: 'nimbus-fast', title: 'nimbus --models fast', models: 'fast' },
  { name: 'nimbus-ets', title: 'nimbus --models ets', models: 'ets' },
  { name: 'nimbus-boosted', title: 'nimbus --models boosted', models: 'boosted' },
  { name: 'autoets', title: 'AutoETS' },
  { name: 'dot', title: 'DynamicOptimizedTheta' },
  { name: 'autoets-all', title: 'AutoETS, all days', script: 'autoets', allHistory: true, slow: true },
  { name: 'dot-all', title: 'DynamicOptimizedTheta, all days', script: 'dot', allHistory: true, slow: true },
  { name: 'imapa', title: 'IMAPA', pointOnly: true },
  { name: 'sba', title: 'SBA', pointOnly: true },
  { name: 'tsb', title: 'TSB', pointOnly: true },
  { name: 'lightgbm-counts', title: 'LightGBM counts' },
  { name: 'lightgbm-scaled', title: 'LightGBM scaled' },
  { name: 'lightgbm-mape', title: 'LightGBM MAPE', pointOnly: true, trainedOn: 'MAPE %' },
  { name: 'autoarima', title: 'AutoARIMA', slow: true },
  { name: 'autoces', title: 'AutoCES', slow: true },
  { name: 'ensemble', title: 'ensemble of four', slow: true },
];

/** Ours and the peer that is the same kind of method: what one pays and gets for the same idea. */
export const likeForLike: readonly (readonly [ours: string, peer: string])[] = [
  ['nimbus-ets', 'autoets'],
  ['nimbus-boosted', 'lightgbm-counts'],
  ['nimbus-boosted', 'lightgbm-scaled'],
  ['nimbus', 'ensemble'],
];

/** Sets that are run without `--sets`: with the methods that are not slow they take six minutes of CPU. */
export const quickSets = ['m5_foods3_tx3', 'rossmann', 'vn2', 'carparts'] as const;
/** Sets that are run by `--whole`. */
export const wholeSets = [...quickSets, 'm3_monthly', 'm4_hourly', 'orange_juice'] as const;

/** Steps of history that peers are given where the histories are long: two years of days, as ours takes. */
export const lastSteps: Readonly<Record<string, number>> = { m5_foods3_tx3: 730 };

/** Whether a method can be scored on a set. */
export function suits(method: Method, set: Pick<BenchSet, 'name' | 'point' | 'mainMetric'>): boolean {
  if (method.allHistory && !lastSteps[set.name]) return false;
  if (method.trainedOn) return method.trainedOn === set.mainMetric;
  // elsewhere than at the mean, the point comes from a distribution
  return !method.pointOnly || set.point === 'mean';
}

/** The methods of "autoets,dot" and the like, in the table's order. Throws on an unknown name. */
export function chooseMethods(names: readonly string[] | undefined, whole: boolean): readonly Method[] {
  const wanted = names?.flatMap((name) => name.split(','));
  const unknown = wanted?.find((name) => !methods.some((method) => method.name === name));
  if (unknown !== undefined) {
    throw new UsageError(
      `There is no method "${unknown}"; they are ${methods.map(({ name }) => name).join(', ')}.`,
    );
  }
  return methods.filter(({ name, slow }) => (wanted ? wanted.includes(name) : whole || !slow));
}
