import type { TermsScenarioInput } from '@ordernimbus/contracts';
import type { ComparedLine } from './terms-line.ts';

export type TermsOrder = Required<Pick<TermsScenarioInput, 'sort' | 'of' | 'direction' | 'limit'>>;

const difference = (before: number | null, after: number | null): number | null =>
  before === null || after === null ? null : after - before;

/** What lines are compared by, the first first; null where a line has no such number. */
function keysOf(line: ComparedLine, { sort, of }: TermsOrder): (number | null)[] {
  const { baseline, scenario } = line;
  if (sort === 'stockOutOn') return [line.stockOutDay];
  if (sort !== 'changed') {
    return [of === 'difference' ? difference(baseline[sort], scenario[sort]) : line[of][sort]];
  }
  const moved = (['valueMinor', 'suggested', 'safetyStockMinor', 'safetyStock', 'reorderPoint'] as const).map(
    (name) => difference(baseline[name], scenario[name]),
  );
  return moved.map((by) => by && Math.abs(by));
}

interface Ranked {
  readonly line: ComparedLine;
  readonly keys: readonly (number | null)[];
}

/** Lines without the number come last, whichever way the others go. */
function compare(a: Ranked, b: Ranked, sign: 1 | -1): number {
  for (const [index, mine] of a.keys.entries()) {
    const other = b.keys[index] ?? null;
    if (mine === other) continue;
    if (mine === null) return 1;
    if (other === null) return -1;
    return sign * (mine - other);
  }
  return a.line.itemId - b.line.itemId || a.line.locationId - b.line.locationId;
}

/** Keeps the first `limit` lines of an order, however many come. */
export function createFirstLines(order: TermsOrder) {
  const sign = order.direction === 'asc' ? 1 : -1;
  const kept: Ranked[] = [];
  const cut = () => {
    kept.sort((a, b) => compare(a, b, sign));
    kept.length = Math.min(kept.length, order.limit);
  };
  return {
    add(line: ComparedLine): void {
      kept.push({ line, keys: keysOf(line, order) });
      // sorted now and then only: a few times the limit are cheap to hold
      if (kept.length >= 4 * order.limit + 100) cut();
    },
    lines(): ComparedLine[] {
      cut();
      return kept.map(({ line }) => line);
    },
  };
}
