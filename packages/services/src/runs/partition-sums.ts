import { kindOfModel, type SeriesForecast } from '@ordernimbus/engine';
import type { FrozenSeries } from './frozen-partition.ts';
import { addTally, computeTally, emptyTally, type Tally } from './tally.ts';

/** Back-test of a sum: the forecasts of its series added up, against what they sold together. */
export interface WindowSums {
  actual: number[];
  mean: number[];
  naive: number[];
  /** series that have this window */
  series: number;
}

/** Sum of the series of one category at one location: the smallest node; every other one adds these up. */
export interface LeafSums {
  locationId: number;
  category: string;
  series: number;
  /** first day of `history`, counted from 1970-01-01 */
  from: number;
  /** units sold a day, unknown days left out */
  history: number[];
  /** series whose demand of the day is known */
  known: number[];
  mean: number[];
  /** by days from the window's origin to the cut-off */
  windows: Record<string, WindowSums>;
  tally: Tally;
}

export interface ScoredSeries {
  itemId: number;
  locationId: number;
  absError: number;
  wape: number;
  tally: Tally;
}

/** What finishing a run needs of a partition, so that it never reads the series again. Kept beside the forecasts. */
export interface PartitionSums {
  leaves: LeafSums[];
  models: Record<string, number>;
  /** by days ahead: absolute error, units sold, absolute error of the seasonal naive */
  byHorizon: { absError: number[]; actual: number[]; naiveAbsError: number[] };
  worst: ScoredSeries[];
  best: ScoredSeries[];
}

/** Items with fewer units in the back-test say more about chance than about the forecast. */
const fewestUnits = 28;
const ranked = 10;
const keyOrder = (a: ScoredSeries, b: ScoredSeries): number =>
  a.itemId - b.itemId || a.locationId - b.locationId;

/** The `ranked` first of both lists, worst by WAPE first, or best first. */
export function mergeScored(
  a: readonly ScoredSeries[],
  b: readonly ScoredSeries[],
  of: 'worst' | 'best',
): ScoredSeries[] {
  const sign = of === 'worst' ? -1 : 1;
  return [...a, ...b].sort((x, y) => sign * (x.wape - y.wape) || keyOrder(x, y)).slice(0, ranked);
}

/** The window of that age, added when the leaf has none. */
export function windowOf(leaf: LeafSums, age: number | string): WindowSums {
  const window = leaf.windows[age] ?? { actual: [], mean: [], naive: [], series: 0 };
  leaf.windows[age] = window;
  return window;
}

export function addInto(target: number[], values: ArrayLike<number>, from = 0, length = values.length): void {
  for (let i = 0; i < length; i++) target[i] = (target[i] ?? 0) + (values[from + i] as number);
}

/** Adds up one partition. Sums follow the order of the series, so equal partitions give equal bytes. */
export class PartitionSummary {
  readonly #leaves = new Map<string, LeafSums>();
  readonly #models = new Map<string, number>();
  readonly #byHorizon = { absError: [] as number[], actual: [] as number[], naiveAbsError: [] as number[] };
  readonly #scored: ScoredSeries[] = [];
  readonly #cutoff: number;
  readonly #season: number;

  constructor(options: { cutoff: number; season: number }) {
    this.#cutoff = options.cutoff;
    this.#season = options.season;
  }

  /** History only: the series has no forecast (it failed or was delisted). */
  addHistory(series: FrozenSeries): LeafSums {
    const key = `${series.locationId}\n${series.category ?? ''}`;
    let leaf = this.#leaves.get(key);
    if (!leaf) {
      leaf = {
        locationId: series.locationId,
        category: series.category ?? '',
        series: 0,
        from: this.#cutoff + 1,
        history: [],
        known: [],
        mean: [],
        windows: {},
        tally: emptyTally(),
      };
      this.#leaves.set(key, leaf);
    }
    if (series.values.length > 0 && series.firstDay < leaf.from) {
      const earlier = new Array<number>(leaf.from - series.firstDay).fill(0);
      leaf.history = [...earlier, ...leaf.history];
      leaf.known = [...earlier, ...leaf.known];
      leaf.from = series.firstDay;
    }
    const offset = series.firstDay - leaf.from;
    for (let i = 0; i < series.values.length; i++) {
      const value = series.values[i] as number;
      if (Number.isNaN(value)) continue;
      leaf.history[offset + i] = (leaf.history[offset + i] as number) + value;
      leaf.known[offset + i] = (leaf.known[offset + i] as number) + 1;
    }
    return leaf;
  }

  /** A forecast; returns its tally. */
  addForecast(series: FrozenSeries, result: SeriesForecast): Tally {
    const leaf = this.addHistory(series);
    const { backtest } = result;
    leaf.series++;
    addInto(leaf.mean, result.mean);
    for (let w = 0; w < backtest.windows; w++) {
      const age = series.values.length - 1 - (backtest.origins[w] as number);
      const window = windowOf(leaf, age);
      window.series++;
      for (let k = 0; k < backtest.horizon; k++) {
        const i = w * backtest.horizon + k;
        const actual = backtest.actual[i] as number;
        // a day that is unknown for the series counts on neither side
        const known = !Number.isNaN(actual) ? 1 : 0;
        window.actual[k] = (window.actual[k] ?? 0) + (known ? actual : 0);
        window.mean[k] = (window.mean[k] ?? 0) + known * (backtest.mean[i] as number);
        window.naive[k] = (window.naive[k] ?? 0) + known * (backtest.naive[i] as number);
        if (!known) continue;
        const steps = this.#byHorizon;
        steps.actual[k] = (steps.actual[k] ?? 0) + actual;
        steps.absError[k] = (steps.absError[k] ?? 0) + Math.abs(actual - (backtest.mean[i] as number));
        steps.naiveAbsError[k] =
          (steps.naiveAbsError[k] ?? 0) + Math.abs(actual - (backtest.naive[i] as number));
      }
    }
    // each kind once, however many variants of it have a share
    const kinds = new Set(
      result.weights.filter(({ weight }) => weight > 0).map(({ model }) => kindOfModel(model)),
    );
    for (const kind of kinds) this.#models.set(kind, (this.#models.get(kind) ?? 0) + 1);
    const tally = computeTally(backtest, result.probabilities, series.values, this.#season);
    addTally(leaf.tally, tally);
    if (tally.actual >= fewestUnits) {
      this.#scored.push({
        itemId: series.itemId,
        locationId: series.locationId,
        absError: tally.absError,
        wape: tally.absError / tally.actual,
        tally,
      });
    }
    return tally;
  }

  result(): PartitionSums {
    return {
      leaves: [...this.#leaves.values()],
      models: Object.fromEntries([...this.#models].sort(([a], [b]) => (a < b ? -1 : 1))),
      byHorizon: this.#byHorizon,
      worst: mergeScored(this.#scored, [], 'worst'),
      best: mergeScored(this.#scored, [], 'best'),
    };
  }
}
