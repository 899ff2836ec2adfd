import { type AccuracyReport, probabilities } from '@ordernimbus/contracts';
import type { NodeKind, NodeRow } from '@ordernimbus/data';
import { isoDay } from './calendar-days.ts';
import { computeNodeQuantiles, computeScaledErrors, computeTotal28 } from './node-quantiles.ts';
import {
  addInto,
  type LeafSums,
  mergeScored,
  type PartitionSums,
  type WindowSums,
  windowOf,
} from './partition-sums.ts';
import { addTally, computeTally, emptyTally, mapMetrics } from './tally.ts';

const emptyLeaf = (locationId: number, category: string, from: number): LeafSums => ({
  locationId,
  category,
  series: 0,
  from,
  history: [],
  known: [],
  mean: [],
  windows: {},
  tally: emptyTally(),
});

function addLeaf(into: LeafSums, leaf: LeafSums): void {
  into.series += leaf.series;
  if (leaf.history.length > 0) {
    if (into.history.length === 0) into.from = leaf.from;
    if (leaf.from < into.from) {
      const earlier = new Array<number>(into.from - leaf.from).fill(0);
      into.history = [...earlier, ...into.history];
      into.known = [...earlier, ...into.known];
      into.from = leaf.from;
    }
    const offset = leaf.from - into.from;
    for (let i = 0; i < leaf.history.length; i++) {
      into.history[offset + i] = (into.history[offset + i] ?? 0) + (leaf.history[i] as number);
      into.known[offset + i] = (into.known[offset + i] ?? 0) + (leaf.known[i] as number);
    }
  }
  addInto(into.mean, leaf.mean);
  for (const [age, window] of Object.entries(leaf.windows)) {
    const sum = windowOf(into, age);
    sum.series += window.series;
    addInto(sum.actual, window.actual);
    addInto(sum.mean, window.mean);
    addInto(sum.naive, window.naive);
  }
  addTally(into.tally, leaf.tally);
}

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

/** The report as it is kept with the run; names of items are added when it is read. */
export type StoredReport = Omit<AccuracyReport, 'runId' | 'cutoff' | 'worst' | 'best'> & {
  worst: Omit<AccuracyReport['worst'][number], 'name' | 'locationName'>[];
  best: Omit<AccuracyReport['best'][number], 'name' | 'locationName'>[];
};

/** Company, locations and categories of locations from the partitions' sums, in an order that is always the same. */
export function buildNodes(
  parts: readonly PartitionSums[],
  options: NodeOptions,
): { nodes: NodeRow[]; report: StoredReport } {
  const leaves = new Map<string, LeafSums>();
  for (const part of parts) {
    for (const leaf of part.leaves) {
      const key = `${String(leaf.locationId).padStart(10, '0')}\n${leaf.category}`;
      let sums = leaves.get(key);
      if (!sums) {
        sums = emptyLeaf(leaf.locationId, leaf.category, leaf.from);
        leaves.set(key, sums);
      }
      addLeaf(sums, leaf);
    }
  }
  const ordered = [...leaves].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, leaf]) => leaf);
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
    category.series += leaf.series;
    addTally(category.tally, leaf.tally);
  }
  for (const location of locations.values()) addLeaf(company, location);
  const nodes = [
    mapNode('company', company, { ...options, closedDays: [] }),
    ...[...locations.values()].map((sums) =>
      mapNode('location', sums, { ...options, closedDays: options.closedDays[sums.locationId] ?? [] }),
    ),
    ...ordered.map((sums) => mapNode('category', sums, { ...options, closedDays: [] })),
  ];
  return { nodes, report: mapReport(parts, company, [...categories.values()], options) };
}

function mapReport(
  parts: readonly PartitionSums[],
  company: LeafSums,
  categories: readonly LeafSums[],
  options: NodeOptions,
): StoredReport {
  const models = new Map<string, number>();
  const absError: number[] = [];
  const actual: number[] = [];
  const naiveAbsError: number[] = [];
  let worst: PartitionSums['worst'] = [];
  let best: PartitionSums['best'] = [];
  for (const part of parts) {
    for (const [model, series] of Object.entries(part.models)) {
      models.set(model, (models.get(model) ?? 0) + series);
    }
    addInto(absError, part.byHorizon.absError);
    addInto(actual, part.byHorizon.actual);
    addInto(naiveAbsError, part.byHorizon.naiveAbsError);
    worst = mergeScored(worst, part.worst, 'worst');
    best = mergeScored(best, part.best, 'best');
  }
  const overall = mapMetrics(company.tally);
  const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);
  const scored = (list: PartitionSums['worst']) =>
    list.map(({ itemId, locationId, tally }) => ({ itemId, locationId, metrics: mapMetrics(tally) }));
  return {
    windows: options.windows,
    overall,
    byHorizon: actual.map((units, k) => ({
      day: k + 1,
      wape: share(absError[k] as number, units),
      naiveWape: share(naiveAbsError[k] as number, units),
    })),
    calibration: [
      { nominal: 0.5, actual: overall.coverage50 },
      { nominal: 0.8, actual: overall.coverage80 },
      { nominal: 0.95, actual: overall.coverage95 },
    ],
    byCategory: categories.map((sums) => ({
      category: sums.category,
      series: sums.series,
      metrics: mapMetrics(sums.tally),
    })),
    byModel: [...models]
      .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
      .map(([model, series]) => ({ model, series })),
    worst: scored(worst),
    best: scored(best),
  };
}
