import type { ExplorerRow, Metrics } from '@ordernimbus/contracts';
import type { ExplorerItemRow, NodeRow } from '@ordernimbus/data';
import { dayNumber } from '../runs/calendar-days.ts';

const sparkWeeks = 13;

export const categoryName = (category: string): string => category || 'No category';

export function rangeOf(row: {
  mean28: number | null;
  low28: number | null;
  high28: number | null;
}): ExplorerRow['next28'] {
  if (row.mean28 === null || row.low28 === null || row.high28 === null) return null;
  return { mean: row.mean28, low: row.low28, high: row.high28 };
}

/** Weekly sums of the next four weeks. */
function weeksAhead(mean: readonly number[]): number[] {
  return [0, 1, 2, 3].map((week) =>
    mean.slice(7 * week, 7 * week + 7).reduce((sum, value) => sum + value, 0),
  );
}

/** Weekly sums of the last 13 weeks, oldest first; null where nothing is known. */
function weeksBack(history: readonly (number | null)[]): (number | null)[] {
  return Array.from({ length: sparkWeeks }, (_, index) => {
    const end = history.length - 7 * (sparkWeeks - 1 - index);
    const known = history.slice(Math.max(0, end - 7), Math.max(0, end)).filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
  });
}

export function mapNodeRow(node: NodeRow, locationNames: ReadonlyMap<number, string>): ExplorerRow {
  const metrics = node.metrics as Metrics | null;
  const isLocation = node.kind === 'location';
  return {
    kind: isLocation ? 'location' : 'category',
    key: isLocation ? `location:${node.locationId}` : `category:${node.locationId}:${node.category}`,
    name: isLocation ? (locationNames.get(node.locationId) ?? '') : categoryName(node.category),
    locationId: node.locationId,
    category: isLocation ? null : node.category,
    itemId: null,
    series: node.series,
    sparkHistory: weeksBack(node.history),
    sparkForecast: weeksAhead(node.mean),
    next28: rangeOf(node),
    soldPrior28: node.soldPrior28,
    wape: metrics?.wape ?? null,
    naiveWape: metrics?.naiveWape ?? null,
  };
}

export function mapItemRow(row: ExplorerItemRow, cutoff: string, namesLocation: boolean): ExplorerRow {
  const units = new Map(row.weeks ?? []);
  const knownWeeks = row.firstDay ? Math.floor((dayNumber(cutoff) - dayNumber(row.firstDay)) / 7) : -1;
  return {
    kind: 'item',
    key: `item:${row.itemId}:${row.locationId}`,
    name: namesLocation ? `${row.name} (${row.locationName})` : row.name,
    locationId: row.locationId,
    category: row.category,
    itemId: row.itemId,
    series: 1,
    sparkHistory: Array.from({ length: sparkWeeks }, (_, index) => {
      const back = sparkWeeks - 1 - index;
      return units.get(back) ?? (back <= knownWeeks ? 0 : null);
    }),
    sparkForecast: row.mean ? weeksAhead(row.mean) : [],
    next28: rangeOf(row),
    soldPrior28: row.soldPrior28,
    wape: row.wape,
    naiveWape: row.naiveWape,
  };
}
