import type { AccuracyReport } from '@ordernimbus/contracts';
import type { LeafSums, ScoredSeries } from './partition-sums.ts';
import type { RunSums } from './run-sums.ts';
import { mapMetrics } from './tally.ts';

/** The report as it is kept with the run; names of items and categories are added when it is read. */
export type StoredReport = Omit<AccuracyReport, 'runId' | 'cutoff' | 'byCategory' | 'worst' | 'best'> & {
  byCategory: Omit<AccuracyReport['byCategory'][number], 'name'>[];
  worst: Omit<AccuracyReport['worst'][number], 'name' | 'locationName'>[];
  best: Omit<AccuracyReport['best'][number], 'name' | 'locationName'>[];
};

/** How good the run is: overall, by days ahead, by category over all locations, and which series are worst and best. */
export function buildReport(
  sums: RunSums,
  company: LeafSums,
  categories: readonly LeafSums[],
  windows: number,
): StoredReport {
  const { absError, actual, naiveAbsError } = sums.byHorizon;
  const overall = mapMetrics(company.tally);
  const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);
  const scored = (list: readonly ScoredSeries[]) =>
    list.map(({ itemId, locationId, tally }) => ({ itemId, locationId, metrics: mapMetrics(tally) }));
  return {
    windows,
    overall,
    byHorizon: actual.map((units, k) => ({
      day: k + 1,
      wape: share(absError[k] as number, units),
      naiveWape: share(naiveAbsError[k] as number, units),
    })),
    calibration: ([50, 80, 95] as const).map((level) => {
      const plain = overall[`coverage${level}`];
      const randomised = overall[`coverageRandomised${level}`] ?? null;
      return {
        nominal: level / 100,
        ...(randomised === null ? { actual: plain } : { actual: randomised, plain }),
      };
    }),
    byCategory: categories.map((one) => ({
      category: one.category,
      series: one.series,
      metrics: mapMetrics(one.tally),
    })),
    byModel: sums.models(),
    worst: scored(sums.worst),
    best: scored(sums.best),
  };
}
