import type { AccuracyReport, ForecastRun } from '@ordernimbus/contracts';
import { expect, it } from 'vitest';
import { describeRun } from '../../src/serve/sample/report.ts';

const run = { seriesTotal: 2, horizonDays: 28, cutoff: '2024-05-29' } as ForecastRun;
const lastLine = (calibration: AccuracyReport['calibration']) =>
  describeRun(run, { windows: 3, overall: { wape: 0.9, naiveWape: 1.3 }, calibration } as AccuracyReport).at(
    -1,
  );

it('says the share of days inside each range, with days on an edge in part and in full', () => {
  expect(
    lastLine([
      { nominal: 0.5, actual: 0.51, plain: 0.63 },
      { nominal: 0.8, actual: 0.801, plain: 0.883 },
      { nominal: 0.95, actual: null, plain: null },
    ]),
  ).toBe(
    '  share of days inside the 50/80/95 % range: 51.0 %, 80.1 %, n/a (days on an edge count in part; in full 63.0 %, 88.3 %, n/a)',
  );
});

it('says one share of a run that kept no other', () => {
  expect(lastLine([{ nominal: 0.8, actual: 0.883 }])).toBe('  share of days inside the 80 % range: 88.3 %');
});
