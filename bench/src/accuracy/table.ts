import { markdownTable } from '../report/markdown-table.ts';
import { show, showLevels } from '../report/show-scores.ts';
import type { BenchSet, PeerScore } from '../sets/bench-set.ts';
import { benchSets } from '../sets/index.ts';
import type { SetOutcome } from './bench-one-set.ts';

const within = 1.03;

const verdict = (pass: boolean | undefined): string => (pass === undefined ? '-' : pass ? 'PASS' : 'FAIL');

/** Whether a lower score is at most `factor` times the peer's; undefined without a peer. */
function beats(score: number | null, peer: number | null | undefined, factor: number): boolean | undefined {
  if (peer === undefined || peer === null || score === null) return undefined;
  return score < peer * factor;
}

const both = (...parts: (boolean | undefined)[]): boolean | undefined => {
  const known = parts.filter((part) => part !== undefined);
  return known.length === 0 ? undefined : known.every(Boolean);
};

/** The verdicts of the issue: better than seasonal naive, and within 3 % of AutoETS, on both scores. */
export function verdicts(
  outcome: SetOutcome,
  set: { readonly autoEts?: PeerScore | undefined },
): { naive?: boolean; ets?: boolean } {
  const { ours, seasonalNaive } = outcome;
  const naive = both(
    beats(ours.main, seasonalNaive.main, 1),
    beats(ours.scaledPinball, seasonalNaive.scaledPinball, 1),
  );
  const ets = both(
    beats(ours.main, set.autoEts?.main, within),
    beats(ours.scaledPinball, set.autoEts?.pinball, within),
  );
  return { ...(naive === undefined ? {} : { naive }), ...(ets === undefined ? {} : { ets }) };
}

const head = [
  'set (main metric)',
  'method',
  'main',
  'WAPE',
  'of the median',
  'bias',
  'MASE',
  'RMSSE',
  'RMSSE of the sum',
  'scaled pinball',
  'coverage 50 / 80 / 95',
  'randomised',
  'CPU s',
  'peak MiB',
  'beats naive',
  'within 3 % of AutoETS',
];

/** Published peers belong to the whole sets and their test window; elsewhere they are left out. */
export function accuracyTable(outcomes: readonly SetOutcome[], withPeers: boolean): string {
  const rows = outcomes.flatMap((outcome) => {
    const set = benchSets.find(({ name }) => name === outcome.set) as BenchSet;
    const { naive, ets } = verdicts(outcome, withPeers ? set : { ...set, autoEts: undefined });
    const ratioTo = (peer: PeerScore | undefined, ours: number | null, field: keyof PeerScore): string => {
      const theirs = peer?.[field];
      return theirs === undefined || ours === null ? '-' : `x${(ours / theirs).toFixed(3)}`;
    };
    const scores = (result: SetOutcome['ours']): string[] => [
      show(result.main, result.main >= 10 ? 2 : 4),
      show(result.wape),
      show(result.wapeOfMedian),
      show(result.bias),
      show(result.mase),
      show(result.rmsse),
      show(result.sumRmsse),
      show(result.scaledPinball),
      showLevels(result.coverage),
      showLevels(result.coverageRandomised),
    ];
    return [
      [
        `${outcome.set} (${set.mainMetric})`,
        `nimbus ${outcome.version}`,
        ...scores(outcome.ours),
        show(outcome.cpuSeconds, 1),
        String(outcome.peakMemoryMiB),
        verdict(naive),
        verdict(ets),
      ],
      ['', 'seasonal naive', ...scores(outcome.seasonalNaive), '', '', '', ''],
      ...(withPeers && set.autoEts
        ? [
            [
              '',
              'AutoETS (BASELINES)',
              show(set.autoEts?.main),
              '',
              '',
              '',
              '',
              '',
              '',
              show(set.autoEts?.pinball),
              '',
              '',
              '',
              '',
              '',
              `${ratioTo(set.autoEts, outcome.ours.main, 'main')} main, ${ratioTo(set.autoEts, outcome.ours.scaledPinball, 'pinball')} pinball`,
            ],
          ]
        : []),
    ];
  });
  return markdownTable(head, rows);
}
