export { type Accuracy, type AccuracyTotal, createAccuracyTotal } from './accuracy-total.ts';
export {
  meanAbsoluteDifference,
  meanSquaredDifference,
  seasonalNaive,
  startOfSales,
} from './point-metrics.ts';
export { type ScoredSeries, type SeriesScore, scalesOf, scoreSeries } from './score-series.ts';
