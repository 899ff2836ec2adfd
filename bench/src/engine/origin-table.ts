import type { SetOutcome } from '../accuracy/bench-one-set.ts';
import { markdownTable } from '../report/markdown-table.ts';
import { show, showLevels } from '../report/show-scores.ts';

/** One set at one origin. */
export interface OriginOutcome {
  readonly origin: string;
  readonly mainMetric: string;
  readonly outcome: SetOutcome;
}

const head = [
  'set (main metric)',
  'origin',
  'main',
  'WAPE',
  'bias',
  'RMSSE of the sum',
  'scaled pinball',
  '50 / 80 / 95 randomised',
  'main / naive',
  'pinball / naive',
  'CPU s',
  'failed, stand-ins',
];

/** One row for each set and origin, and one for the geometric means of the ratios to the seasonal naive. */
export function originTable(outcomes: readonly OriginOutcome[]): string {
  const rows = outcomes.map(({ origin, mainMetric, outcome }) => {
    const { ours, seasonalNaive } = outcome;
    return [
      `${outcome.set} (${mainMetric})`,
      origin,
      show(ours.main, 4),
      show(ours.wape),
      show(ours.bias),
      show(ours.sumRmsse, 4),
      show(ours.scaledPinball, 4),
      showLevels(ours.coverageRandomised),
      show(ratio(ours.main, seasonalNaive.main), 4),
      show(ratio(ours.scaledPinball, seasonalNaive.scaledPinball), 4),
      outcome.cpuSeconds.toFixed(1),
      `${outcome.failed}, ${outcome.standIns}`,
    ];
  });
  const mean = (field: 'main' | 'scaledPinball') =>
    geometricMean(outcomes.map(({ outcome }) => ratio(outcome.ours[field], outcome.seasonalNaive[field])));
  const cpu = outcomes.reduce((sum, { outcome }) => sum + outcome.cpuSeconds, 0).toFixed(1);
  const all = [
    'all (geometric mean)',
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    show(mean('main'), 4),
    show(mean('scaledPinball'), 4),
  ];
  return markdownTable(head, [...rows, [...all, cpu, '']]);
}

/** Ours over theirs, below 1 = better; undefined where either score does not exist or theirs is zero. */
export function ratio(ours: number | null, theirs: number | null): number | undefined {
  if (ours === null || theirs === null || theirs === 0) return undefined;
  const value = ours / theirs;
  return Number.isFinite(value) ? value : undefined;
}

/** Of the ratios that exist: halving one score and doubling another cancel out. Undefined without any. */
export function geometricMean(ratios: readonly (number | undefined)[]): number | undefined {
  const known = ratios.filter((value) => value !== undefined);
  if (known.length === 0) return undefined;
  return Math.exp(known.reduce((sum, value) => sum + Math.log(value), 0) / known.length);
}
