import { markdownTable } from '../report/markdown-table.ts';
import type { BenchSet } from '../sets/bench-set.ts';
import type { MethodScore } from './bench-one-origin.ts';

export interface OriginScores {
  readonly origin: string;
  readonly scores: readonly MethodScore[];
}

/** One row a method: RMSSE of the sum and the main metric of the series at each origin, and the means before the test window. */
export function originsTable(set: Pick<BenchSet, 'mainMetric'>, origins: readonly OriginScores[]): string {
  const earlier = origins.filter(({ origin }) => origin !== '-1');
  const show = (score: number | null | undefined): string =>
    score === null || score === undefined ? '-' : score.toFixed(4);
  const rows = (origins[0]?.scores ?? []).map(({ method }, index) => {
    const mean = (field: 'sum' | 'main'): number | null => {
      const known = earlier.map(({ scores }) => scores[index]?.[field] ?? null);
      if (known.length === 0 || known.includes(null)) return null;
      return known.reduce<number>((sum, score) => sum + (score as number), 0) / known.length;
    };
    return [
      method,
      ...origins.map(({ scores }) => `${show(scores[index]?.sum)} / ${show(scores[index]?.main)}`),
      `${show(mean('sum'))} / ${show(mean('main'))}`,
    ];
  });
  const head = [
    `sum, RMSSE / series, ${set.mainMetric}`,
    ...origins.map(({ origin }) => `origin ${origin}`),
    'mean before the test window',
  ];
  return markdownTable(head, rows);
}
