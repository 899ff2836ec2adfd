import { geometricMean, ratio } from '../engine/origin-table.ts';
import type { ComparedSet, MethodOutcome } from '../peers/bench-methods.ts';
import { markdownTable } from '../report/markdown-table.ts';
import { show, showLevels } from '../report/show-scores.ts';

/** One set at one origin. */
export interface ComparedOrigin extends ComparedSet {
  readonly origin: string;
}

const measures = ['wape', 'rmsse', 'scaledPinball'] as const;
type Measure = (typeof measures)[number];

/** Lowest score of a measure among the peers, whichever of them it is. */
function best(methods: readonly MethodOutcome[], measure: Measure): MethodOutcome | undefined {
  const scored = methods.filter(({ kind, scores }) => kind === 'peer' && typeof scores[measure] === 'number');
  return scored.sort((a, b) => Number(a.scores[measure]) - Number(b.scores[measure]))[0];
}

function ratioOf({ methods }: ComparedSet, ours: string, measure: Measure): number | undefined {
  const one = methods.find(({ name }) => name === ours)?.scores[measure];
  return ratio(one ?? null, best(methods, measure)?.scores[measure] ?? null);
}

/** Ours beside the best peer of each measure, which no one knows beforehand; the last rows have the geometric means. */
export function summaryTable(compared: readonly ComparedOrigin[], ours: string): string {
  const head = ['set', 'origin', 'series', 'WAPE', '/ best peer', 'RMSSE / best peer'];
  const rows = compared.map((one) => {
    const our = one.methods.find(({ name }) => name === ours)?.scores;
    const cell = (measure: Measure): string => {
      const value = ratioOf(one, ours, measure);
      return value === undefined ? '-' : `${value.toFixed(3)} (${best(one.methods, measure)?.title})`;
    };
    return [
      one.set,
      one.origin,
      String(one.series),
      show(our?.wape),
      ...measures.map(cell),
      our ? showLevels(our.coverageRandomised) : '-',
    ];
  });
  const origins = [...new Set(compared.map(({ origin }) => origin))];
  for (const origin of origins.length > 1 ? [...origins, 'all'] : origins) {
    const some = compared.filter((one) => origin === 'all' || one.origin === origin);
    const means = measures.map((measure) =>
      show(geometricMean(some.map((one) => ratioOf(one, ours, measure)))),
    );
    rows.push(['geometric mean', origin, '', '', ...means, '']);
  }
  return markdownTable([...head, 'scaled pinball / best peer', '50 / 80 / 95 randomised'], rows);
}
