import type { MadeSet, SetMakeOptions, TruthSeries } from './bench-set.ts';
import { createLineWriter } from './write-lines.ts';

/** A series of a set that is one row per series; NaN = no value. */
export interface WideSeries {
  readonly item: string;
  readonly location: string;
  readonly values: readonly number[];
  readonly weight?: number;
  /** Further columns of step t, in the order of `columns`. */
  extra?(t: number): readonly (string | number)[];
}

export interface WidePlan {
  readonly horizon: number;
  /** Names of the extra columns; the first `futureColumns` of them are known ahead. */
  readonly columns: readonly string[];
  readonly futureColumns: number;
  /** Date of step t. */
  dateOf(t: number): string;
  /** Whether the series is known to be closed on a step. */
  isClosed?(series: WideSeries, t: number): boolean;
}

/**
 * Writes the history up to the cut-off as a long file, and the known columns of the horizon as another. All series
 * end at the same step; a series that starts later has NaN before.
 */
export async function makeWideSet(
  all: readonly WideSeries[],
  plan: WidePlan,
  options: SetMakeOptions,
): Promise<MadeSet> {
  const chosen = all.filter((_, index) => index % options.every === 0);
  const length = Math.max(...chosen.map((series) => series.values.length));
  const testStart = length - plan.horizon * (1 - options.window);
  const input = createLineWriter(options.inputFile);
  input.line(['item', 'location', 'date', 'quantity', ...plan.columns]);
  const known = plan.columns.slice(0, plan.futureColumns);
  const future = known.length > 0 ? createLineWriter(options.futureFile) : undefined;
  future?.line(['item', 'location', 'date', ...known]);
  const truth: TruthSeries[] = [];
  for (const series of chosen) {
    const { item, location, values } = series;
    let start = 0;
    while (start < testStart && Number.isNaN(values[start])) start++;
    if (start === testStart) continue;
    for (let t = start; t < testStart; t++) {
      const value = values[t] as number;
      if (Number.isNaN(value)) continue;
      input.line([item, location, plan.dateOf(t), value, ...(series.extra?.(t) ?? [])]);
    }
    for (let t = testStart; future && t < testStart + plan.horizon; t++) {
      future.line([item, location, plan.dateOf(t), ...(series.extra?.(t) ?? []).slice(0, known.length)]);
    }
    await input.flush();
    const actual = Float64Array.from(values.slice(testStart, testStart + plan.horizon));
    const closed = Array.from(actual, (_, step) => plan.isClosed?.(series, testStart + step) ?? false);
    truth.push({
      item,
      location,
      history: Float64Array.from(values.slice(start, testStart), (value) =>
        Number.isNaN(value) ? 0 : value,
      ),
      actual,
      ...(closed.includes(true) ? { closed } : {}),
      ...(series.weight === undefined ? {} : { weight: series.weight }),
    });
  }
  await input.close();
  await future?.close();
  return { rounds: [{ cutoff: plan.dateOf(testStart - 1), truth }], hasFuture: future !== undefined };
}
