import type { SeriesFailure, SeriesForecast, SeriesResult } from '@ordernimbus/engine';

/** What is small and irregular about one forecast, all of it; the numbers themselves lie in the two shared arrays. */
type PackedForecast = Omit<SeriesForecast, 'mean' | 'quantiles' | 'cumulative' | 'backtest'> & {
  readonly backtest: Pick<SeriesForecast['backtest'], 'windows' | 'horizon' | 'scale'>;
  readonly origins: number;
  /** lengths of mean, quantiles, cumulative, then of the back-test's actual, mean, quantiles, naive */
  readonly lengths: readonly number[];
};

/** Results of a partition as two typed arrays that a thread can hand over without a copy. */
export interface PackedResults {
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly origins: Int32Array<ArrayBuffer>;
  readonly series: readonly (PackedForecast | SeriesFailure)[];
}

const arraysOf = (result: SeriesForecast): readonly Float64Array[] => [
  result.mean,
  result.quantiles,
  result.cumulative,
  result.backtest.actual,
  result.backtest.mean,
  result.backtest.quantiles,
  result.backtest.naive,
];

export function packResults(results: readonly SeriesResult[]): PackedResults {
  let numberCount = 0;
  let originCount = 0;
  for (const result of results) {
    if (!result.ok) continue;
    for (const array of arraysOf(result)) numberCount += array.length;
    originCount += result.backtest.origins.length;
  }
  const numbers = new Float64Array(numberCount);
  const origins = new Int32Array(originCount);
  let numberAt = 0;
  let originAt = 0;
  const series = results.map((result): PackedForecast | SeriesFailure => {
    if (!result.ok) return result;
    const lengths = arraysOf(result).map((array) => {
      numbers.set(array, numberAt);
      numberAt += array.length;
      return array.length;
    });
    const { mean, quantiles, cumulative, backtest, ...rest } = result;
    origins.set(backtest.origins, originAt);
    originAt += backtest.origins.length;
    return {
      ...rest,
      backtest: { windows: backtest.windows, horizon: backtest.horizon, scale: backtest.scale },
      origins: backtest.origins.length,
      lengths,
    };
  });
  return { numbers, origins, series };
}

/** The results again, each array a view into the packed ones. */
export function unpackResults(packed: PackedResults): SeriesResult[] {
  let numberAt = 0;
  let originAt = 0;
  return packed.series.map((entry): SeriesResult => {
    if (!entry.ok) return entry;
    const { lengths, origins: originCount, backtest, ...rest } = entry;
    const views = lengths.map((length) => {
      const view = packed.numbers.subarray(numberAt, numberAt + length);
      numberAt += length;
      return view;
    });
    const origins = packed.origins.subarray(originAt, originAt + originCount);
    originAt += originCount;
    const [mean, quantiles, cumulative, actual, testMean, testQuantiles, naive] = views as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    return {
      ...rest,
      mean,
      quantiles,
      cumulative,
      backtest: { ...backtest, origins, actual, mean: testMean, quantiles: testQuantiles, naive },
    };
  });
}
