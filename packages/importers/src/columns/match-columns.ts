import type { ColumnMeaning } from '@ordernimbus/contracts';
import { columnAliases, isPersonalHeader, normaliseHeader } from './aliases.ts';

export interface HeaderMatch {
  readonly meaning: ColumnMeaning;
  /** 0 to 1, from the header alone */
  readonly confidence: number;
  /** about people: not read at all */
  readonly personal: boolean;
}

const nothing: HeaderMatch = { meaning: 'ignore', confidence: 1, personal: false };

/** What each header names. A meaning is given once, to the header that fits best; the others are left aside. */
export function matchColumns(headers: readonly string[]): HeaderMatch[] {
  const found = headers.map((header) => matchHeader(header));
  const matches: HeaderMatch[] = found.map((match) => (match?.personal ? match : nothing));
  const best = new Map<ColumnMeaning, number>();
  for (const [index, match] of found.entries()) {
    if (!match || match.personal) continue;
    const other = best.get(match.meaning);
    if (other === undefined || (found[other] as HeaderMatch).confidence < match.confidence) {
      best.set(match.meaning, index);
    }
  }
  for (const [, index] of best) matches[index] = found[index] as HeaderMatch;
  return settleItem(matches, best);
}

/** A file may name its items only by a name; and a lone barcode column is a good item code. */
function settleItem(matches: HeaderMatch[], best: ReadonlyMap<ColumnMeaning, number>): HeaderMatch[] {
  if (best.has('item')) return matches;
  for (const stand_in of ['barcode', 'item_name'] as const) {
    const index = best.get(stand_in);
    if (index === undefined) continue;
    matches[index] = { meaning: 'item', confidence: 0.7, personal: false };
    break;
  }
  return matches;
}

function matchHeader(header: string): HeaderMatch | undefined {
  if (isPersonalHeader(header)) return { meaning: 'ignore', confidence: 1, personal: true };
  const normal = normaliseHeader(header);
  const exact = columnAliases.get(normal);
  if (exact) return { meaning: exact.meaning, confidence: 0.98 - 0.1 * exact.rank, personal: false };
  // "Unit Price (EUR)", "Quantity [pcs]", "sale_date_utc": the alias and a unit beside it
  const bare = normaliseHeader(
    header.replace(/[([{].*$/u, '').replace(/_(utc|local|eur|usd|gbp|chf|pcs)$/iu, ''),
  );
  const inner = bare === normal ? undefined : columnAliases.get(bare);
  if (inner) return { meaning: inner.meaning, confidence: 0.8 - 0.1 * inner.rank, personal: false };
  return undefined;
}
