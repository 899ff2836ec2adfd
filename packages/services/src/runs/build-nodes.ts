import { probabilities } from '@ordernimbus/contracts';
import type { NodeKind, NodeRow } from '@ordernimbus/data';
import { buildReport, type StoredReport } from './build-report.ts';
import { isoDay } from './calendar-days.ts';
import { computeNodeQuantiles, computeScaledErrors, computeTotal28 } from './node-quantiles.ts';
import type { LeafSums, WindowSums } from './partition-sums.ts';
import { addLeaf, emptyLeaf, type RunSums } from './run-sums.ts';
import { computeTally, mapMetrics } from './tally.ts';

/** Windows from the oldest origin to the newest. */
const windowsOf = (sums: LeafSums): [age: number, window: WindowSums][] =>
  Object.entries(sums.windows)
    .map(([age, window]): [number, WindowSums] => [Number(age), window])
    .sort(([a], [b]) => b - a);

/**
 * Figures of a sum as those of a series. Its intervals are judged window by window with quantiles calibrated on the
 * OTHER windows: calibrated on the same ones they would look perfect.
 */
function computeNodeMetrics(sums: LeafSums, season: number): object | null {
  const windows = windowsOf(sums);
  const [oldest] = windows;
  if (!oldest) return null;
  const horizon = oldest[1].mean.length;
  const size = windows.length * horizon;
  const quantiles = new Float64Array(windows.length > 1 ? probabilities.length * size : 0);
  if (windows.length > 1) {
    for (const [w, [, window]] of windows.entries()) {
      const others = windows.filter((_, index) => index !== w).map(([, other]) => other);
      const rows = computeNodeQuantiles(window.mean, computeScaledErrors(others), probabilities, horizon);
      for (let q = 0; q < probabilities.length; q++) {
        for (let k = 0; k < horizon; k++) {
          quantiles[q * size + w * horizon + k] = rows[q * horizon + k] as number;
        }
      }
    }
  }
  const origins = Int32Array.from(windows, ([age]) => sums.history.length - 1 - age);
  let scale = 0;
  let count = 0;
  for (let t = season; t <= (origins[0] as number); t++) {
    scale += Math.abs((sums.history[t] as number) - (sums.history[t - season] as number));
    count++;
  }
  const flat = (of: 'actual' | 'mean' | 'naive'): Float64Array =>
    Float64Array.from(windows.flatMap(([, window]) => window[of]));
  const tally = computeTally(
    {
      windows: windows.length,
      horizon,
      origins,
      actual: flat('actual'),
      mean: flat('mean'),
      quantiles,
      naive: flat('naive'),
      scale: count > 0 ? scale / count : Number.NaN,
    },
    probabilities,
    sums.history,
    season,
  );
  return mapMetrics(tally);
}

function mapNode(
  kind: NodeKind,
  sums: LeafSums,
  options: { season: number; horizonDays: number; testedDays: number; closedDays?: readonly number[] },
): NodeRow {
  const mean = sums.series > 0 ? sums.mean : new Array<number>(options.horizonDays).fill(0);
  const windows = windowsOf(sums).map(([, window]) => window);
  const total = sums.series > 0 ? computeTotal28(mean, windows) : null;
  const recent = sums.history.slice(-28);
  return {
    kind,
    locationId: sums.locationId,
    category: sums.category,
    series: sums.series,
    historyFrom: sums.history.length > 0 ? isoDay(sums.from) : null,
    history: sums.history.map((value, index) => ((sums.known[index] as number) > 0 ? value : null)),
    mean,
    quantiles: computeNodeQuantiles(mean, computeScaledErrors(windows), probabilities, options.testedDays),
    metrics: computeNodeMetrics(sums, options.season),
    closedDays: [...(options.closedDays ?? [])],
    mean28: total?.mean ?? null,
    low28: total?.low ?? null,
    high28: total?.high ?? null,
    soldPrior28: recent.length > 0 ? recent.reduce((sum, value) => sum + value, 0) : null,
  };
}

export interface NodeOptions {
  readonly season: number;
  readonly horizonDays: number;
  readonly testedDays: number;
  readonly windows: number;
  readonly closedDays: Readonly<Record<string, readonly number[]>>;
}

/**
 * Company, locations, categories of locations and, where there are several of these, categories over all of them, in an order that is always the same, and the report. Forecasts are added
 * up from the items (docs/adr/0015), so every node is the sum of its children and of its items.
 */
export function buildNodes(sums: RunSums, options: NodeOptions): { nodes: NodeRow[]; report: StoredReport } {
  const ordered = sums.leaves();
  const company = emptyLeaf(0, '', 0);
  const locations = new Map<number, LeafSums>();
  const categories = new Map<string, LeafSums>();
  for (const leaf of ordered) {
    let location = locations.get(leaf.locationId);
    if (!location) {
      location = emptyLeaf(leaf.locationId, '', leaf.from);
      locations.set(leaf.locationId, location);
    }
    addLeaf(location, leaf);
    let category = categories.get(leaf.category);
    if (!category) {
      category = emptyLeaf(0, leaf.category, leaf.from);
      categories.set(leaf.category, category);
    }
    addLeaf(category, leaf);
  }
  for (const location of locations.values()) addLeaf(company, location);
  const nodes = [
    mapNode('company', company, { ...options, closedDays: [] }),
    ...[...locations.values()].map((one) =>
      mapNode('location', one, { ...options, closedDays: options.closedDays[one.locationId] ?? [] }),
    ),
    ...ordered.map((one) => mapNode('category', one, { ...options, closedDays: [] })),
    ...(locations.size > 1 ? [...categories.values()] : []).map((one) =>
      mapNode('category', one, { ...options, closedDays: [] }),
    ),
  ];
  return { nodes, report: buildReport(sums, company, [...categories.values()], options.windows) };
}
