import {
  type ForecastOptions,
  forecastPanel,
  type KnownColumn,
  type KnownKind,
  type Panel,
  type PanelModel,
} from '@ordernimbus/engine';

/** What the values of one column ahead change in the whole forecast, all models together. */
export interface AheadEffect {
  readonly column: string;
  /** what the forecast is compared with, in words */
  readonly against: string;
  /** over the whole horizon; a closed step counts as the zero that it is */
  readonly units: number;
  /** 0.12 = 12 % more than without; undefined where nothing would be sold without */
  readonly effect: number | undefined;
}

/** Steps ahead (0 = the first) on which nothing is sold: as the forecast has it, and in a usual week. */
export interface ClosedAhead {
  readonly told: ReadonlySet<number>;
  readonly usual: ReadonlySet<number>;
}

/** What a column ahead is when nothing is planned, given its last value of the history and whether the step is usually closed. */
const neutral: Readonly<
  Record<
    KnownKind,
    { readonly value: (last: number, isUsuallyClosed: boolean) => number; readonly words: string }
  >
> = {
  open: { value: (_, isUsuallyClosed) => (isUsuallyClosed ? 0 : 1), words: 'open as usual' },
  flag: { value: () => 0, words: 'none' },
  category: { value: () => 0, words: 'none' },
  price: { value: (last) => last, words: 'the last one kept' },
  number: { value: (last) => last, words: 'the last one kept' },
};

/** The column with its future made neutral; undefined where it is that already, or where its last value is not known. */
function withoutAhead(
  column: KnownColumn,
  history: number,
  usual: ReadonlySet<number>,
): KnownColumn | undefined {
  const last = column.values[history - 1] ?? Number.NaN;
  const values = column.values.map((one, t) =>
    t < history ? one : neutral[column.kind].value(last, usual.has(t - history)),
  );
  if (values.subarray(history).some(Number.isNaN)) return undefined;
  return values.some((one, t) => one !== column.values[t] && !Number.isNaN(column.values[t]))
    ? { ...column, values }
    : undefined;
}

/**
 * Forecasts the one series of a panel again, for each column known ahead as if nothing of it were planned, the largest
 * difference first. Columns change each other (a price in a promotion), so the differences need not add up.
 */
export function aheadEffects(
  panel: Panel,
  options: ForecastOptions,
  model: PanelModel | undefined,
  closed: ClosedAhead,
): AheadEffect[] {
  const { covariates, offsets } = panel;
  const history = offsets[1] ?? 0;
  if (!covariates) return [];
  const totalOf = (known: readonly KnownColumn[], shut: ReadonlySet<number>): number | undefined => {
    const [result] = forecastPanel({ ...panel, covariates: { ...covariates, known } }, options, model);
    if (!result?.ok) return undefined;
    return result.mean.reduce((sum, units, step) => (shut.has(step) ? sum : sum + units), 0);
  };
  const others = covariates.known.flatMap((column) => {
    const other = withoutAhead(column, history, closed.usual);
    return other ? [{ column, other }] : [];
  });
  const total = others.length > 0 ? totalOf(covariates.known, closed.told) : undefined;
  if (total === undefined) return [];
  return others
    .flatMap(({ column, other }): AheadEffect[] => {
      // What a column of opening days says is exactly which steps are closed.
      const shut = column.kind === 'open' ? closed.usual : closed.told;
      const without = totalOf(
        covariates.known.map((one) => (one === column ? other : one)),
        shut,
      );
      if (without === undefined) return [];
      return [
        {
          column: column.name,
          against: neutral[column.kind].words,
          units: total - without,
          effect: without > 0 ? total / without - 1 : undefined,
        },
      ];
    })
    .sort((a, b) => Math.abs(b.units) - Math.abs(a.units));
}
