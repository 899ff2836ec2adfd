import type { Metrics } from '@ordernimbus/contracts';

export interface RangeShare {
  /** share of days inside, what the range is judged by; null when not measured */
  readonly inside: number | null;
  /** the same with days on an edge counted in full; undefined where an earlier version kept no other share than that */
  readonly inFull: number | null | undefined;
  /** how days on an edge count, for a person who wonders */
  readonly help: string;
}

export const edgesInPart = 'Days whose sales equal the edge of a range count in part.';
const helpInPart = `${edgesInPart} Counted in full, almost every day without a sale would be inside: zero is an edge of most ranges of an item that sells rarely.`;
const helpInFull =
  'Days whose sales equal the edge of a range were counted in full, which is too kind to items that sell rarely. The next forecast counts such days in part.';

export function rangeShare(metrics: Metrics, level: 50 | 80 | 95): RangeShare {
  const inFull = metrics[`coverage${level}`];
  const inPart = metrics[`coverageRandomised${level}`] ?? null;
  return inPart === null && inFull !== null
    ? { inside: inFull, inFull: undefined, help: helpInFull }
    : { inside: inPart, inFull, help: helpInPart };
}
