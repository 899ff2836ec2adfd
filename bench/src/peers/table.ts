import { ratio } from '../engine/origin-table.ts';
import { markdownTable } from '../report/markdown-table.ts';
import { show, showLevels } from '../report/show-scores.ts';
import type { ComparedSet, MethodOutcome } from './bench-methods.ts';
import { bestPeer, ratiosToBest } from './best-peer.ts';
import { likeForLike } from './methods.ts';

const times = (value: number | undefined): string => {
  if (value === undefined) return '-';
  return `x${value >= 100 ? value.toFixed(0) : value.toPrecision(3)}`;
};

const showSeconds = (value: number | undefined): string =>
  show(value, value !== undefined && value < 1 ? 2 : 1);

/** One row for each method; the ratios are to the best peer of the set. */
export function methodTable({ mainMetric, methods }: ComparedSet): string {
  const adds = methods.some(({ scores }) => typeof scores.sumRmsse === 'number');
  const head = [
    'method',
    `main: ${mainMetric}`,
    '/ best peer',
    'WAPE',
    'of the median',
    'bias',
    'MASE',
    'RMSSE',
    ...(adds ? ['RMSSE of the sum'] : []),
    'scaled pinball',
    '/ best peer',
    '50 / 80 / 95 randomised',
    'plain',
    'CPU s',
    '/ best peer',
    'of the engine',
    '/ best peer',
    'peak MiB',
  ];
  const rows = methods.map((outcome) => {
    const { scores, title } = outcome;
    const ratios = ratiosToBest(outcome, methods);
    return [
      outcome === bestPeer(methods) ? `**${title}**` : title,
      show(scores.main, scores.main >= 10 ? 2 : 4),
      times(ratios.main),
      show(scores.wape),
      show(scores.wapeOfMedian),
      show(scores.bias),
      show(scores.mase),
      show(scores.rmsse),
      ...(adds ? [show(scores.sumRmsse)] : []),
      show(scores.scaledPinball, 4),
      times(ratios.pinball),
      showLevels(scores.coverageRandomised),
      showLevels(scores.coverage),
      showSeconds(outcome.cpuSeconds),
      times(ratios.cpu),
      showSeconds(outcome.engineCpuSeconds),
      times(ratios.engineCpu),
      outcome.peakMemoryMiB === undefined ? '-' : String(outcome.peakMemoryMiB),
    ];
  });
  return markdownTable(head, rows);
}

/** Ours over the peer of the same kind, on every set where both were run; "" where none were. */
export function likeForLikeTable(sets: readonly ComparedSet[]): string {
  const rows = likeForLike.flatMap(([ours, peer]) =>
    sets.flatMap(({ set, methods }): string[][] => {
      const [a, b] = [find(methods, ours), find(methods, peer)];
      if (!a || !b) return [];
      return [
        [
          `${a.title} / ${b.title}`,
          set,
          times(ratio(a.scores.main, b.scores.main)),
          times(ratio(a.scores.scaledPinball, b.scores.scaledPinball)),
          times(ratio(a.cpuSeconds ?? null, b.cpuSeconds ?? null)),
          times(ratio(a.engineCpuSeconds ?? null, b.cpuSeconds ?? null)),
          times(ratio(a.peakMemoryMiB ?? null, b.peakMemoryMiB ?? null)),
        ],
      ];
    }),
  );
  if (rows.length === 0) return '';
  return markdownTable(
    ['ours / peer', 'set', 'main metric', 'scaled pinball', 'CPU s', 'of the engine', 'peak MiB'],
    rows,
  );
}

const find = (methods: readonly MethodOutcome[], name: string): MethodOutcome | undefined =>
  methods.find((outcome) => outcome.name === name);
