import type { AccuracyReport, Metrics } from '@ordernimbus/contracts';
import { formatPercent } from '../../ui/format/numbers.ts';

/** A gain of less is none: it would be shown as 0 %. */
const LEAST_GAIN = 0.005;

/** The title says what was found, not what is shown. */
export function finding({ overall }: Pick<AccuracyReport, 'overall'>): string {
  if (overall.wape === null || overall.naiveWape === null)
    return 'There is too little history to measure accuracy yet';
  if (overall.naiveWape === 0) {
    return overall.wape === 0
      ? 'Forecasts were never wrong, as was repeating the last week'
      : `Repeating the last week was never wrong, forecasts by ${formatPercent(overall.wape, 1)} of sales`;
  }
  const gain = 1 - overall.wape / overall.naiveWape;
  if (Math.abs(gain) < LEAST_GAIN) return 'Forecasts were as accurate as repeating the last week';
  return `Forecasts were ${formatPercent(Math.abs(gain))} ${gain > 0 ? 'more' : 'less'} accurate than repeating the last week`;
}

/** The same of one item, in a sentence. */
export function findingOfItem(wape: number | null, naive: number | null): string {
  if (wape === null || naive === null) return 'Too few sales in the past windows to measure the error.';
  if (naive === 0) return 'Repeating the last week was never wrong on the past windows.';
  const gain = 1 - wape / naive;
  if (Math.abs(gain) < LEAST_GAIN) return 'As much error as repeating the last week.';
  return `${formatPercent(Math.abs(gain))} ${gain > 0 ? 'less' : 'more'} error than repeating the last week.`;
}

/** The error beside that of repeating the last week, as the detail of a figure. */
export function comparison(accuracy: Pick<Metrics, 'wape' | 'naiveWape'> | null): string {
  const { wape = null, naiveWape = null } = accuracy ?? {};
  if (wape === null || naiveWape === null) return 'Measured once there is enough history';
  // sales that repeat to the unit: no share can be told
  if (naiveWape === 0)
    return wape === 0 ? 'As repeating the last week, never wrong' : 'Repeating the last week was never wrong';
  const gain = 1 - wape / naiveWape;
  if (Math.abs(gain) < LEAST_GAIN) return 'As repeating the last week';
  return `${formatPercent(Math.abs(gain))} ${gain > 0 ? 'below' : 'above'} repeating the last week`;
}

export function horizonFinding({ byHorizon }: Pick<AccuracyReport, 'byHorizon'>): string {
  const known = byHorizon.filter(({ wape, naiveWape }) => wape !== null && naiveWape !== null);
  if (known.length === 0) return 'Error by days ahead';
  const better = known.filter(({ wape, naiveWape }) => (wape ?? 0) < (naiveWape ?? 0)).length;
  if (better === known.length) return 'Better than repeating the last week at every distance';
  if (better === 0) return 'Not better than repeating the last week at any distance';
  return `Better than repeating the last week on ${better} of ${known.length} days ahead`;
}

export function calibrationFinding({ calibration }: Pick<AccuracyReport, 'calibration'>): string {
  const gaps = calibration.flatMap(({ nominal, actual, plain }) => {
    if (actual === null) return [];
    // counted with edges in full, too many days are inside the best of ranges: only what is missing tells
    return [plain === undefined ? Math.min(actual - nominal, 0) : actual - nominal];
  });
  if (gaps.length === 0) return 'Ranges: not measured yet';
  const worst = gaps.reduce((largest, gap) => (Math.abs(gap) > Math.abs(largest) ? gap : largest), 0);
  if (Math.abs(worst) <= 0.03) return 'The ranges keep their promise';
  return worst > 0
    ? 'The ranges are wider than they need to be'
    : 'The ranges are narrower than they should be';
}
