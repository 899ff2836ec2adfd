/** One series of a set: what the peers were shown, and what came after. */
export interface TruthSeries {
  readonly item: string;
  readonly location: string;
  /** Missing steps as zero, as the peers' layout has them; the scales come from it. */
  readonly history: Float64Array;
  /** NaN = does not count (not recorded). */
  readonly actual: Float64Array;
  /** Steps of the horizon on which nothing can be sold, known ahead: every method forecasts zero. */
  readonly closed?: readonly boolean[];
  /** Share in a weighted metric. */
  readonly weight?: number;
}

/** One run of the command line: a cut-off and its truth. */
export interface SetRound {
  readonly cutoff: string;
  readonly truth: readonly TruthSeries[];
}

export type MainMetric = 'weighted RMSSE' | 'RMSPE' | 'WAPE' | 'RMSE' | 'sMAPE %' | 'MASE' | 'MAPE %';

/** Score of a peer, from BASELINES.md or the set's README; `pinball` = scaled pinball, `sum` = RMSSE of the sum. */
export interface PeerScore {
  readonly main: number;
  readonly pinball?: number;
  readonly sum?: number;
}

export interface SetMakeOptions {
  /** File to write the long input to, later rows included (known future). */
  readonly inputFile: string;
  /** File to write the known future to, for sets that have one. */
  readonly futureFile: string;
  /** Take every n-th series. */
  readonly every: number;
  /** 0 = the test window; -1, -2 ... = as many windows earlier. */
  readonly window: number;
}

export interface MadeSet {
  readonly rounds: readonly SetRound[];
  readonly hasFuture: boolean;
}

export interface BenchSet {
  readonly name: string;
  readonly title: string;
  readonly frequency: 'H' | 'D' | 'W' | 'M';
  /** Season of the seasonal naive and of the MASE. */
  readonly season: number;
  readonly horizon: number;
  /** Steps at the start of the horizon that do not count (a gap). */
  readonly skipSteps?: number;
  /** What the main metric scores: the mean, or where it is a percentage error the point that this asks for. */
  readonly point: 'mean' | 'relative median';
  readonly mainMetric: MainMetric;
  /** All series are parts of one thing, in one unit and one round: their sum is scored too. */
  readonly addsUp?: boolean;
  readonly seasonalNaive?: PeerScore;
  readonly autoEts?: PeerScore;
  readonly goal?: number;
  /** How far our scaled pinball of the seasonal naive may lie from the published one, beyond rounding. */
  readonly pinballTolerance?: number;
  make(options: SetMakeOptions): Promise<MadeSet>;
}

/** "2011-01-29" + days */
export function addDays(date: string, days: number): string {
  const time = new Date(`${date}T00:00:00Z`);
  time.setUTCDate(time.getUTCDate() + days);
  return time.toISOString().slice(0, 10);
}
