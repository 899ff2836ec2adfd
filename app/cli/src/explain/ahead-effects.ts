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
  /** over the open steps of the horizon */
  readonly units: number;
  /** 0.12 = 12 % more than without; undefined where nothing would be sold without */
  readonly effect: number | undefined;
}

/** What a column ahead is when nothing is planned, given its last value of the history. */
const neutral: Readonly<
  Record<KnownKind, { readonly value: (last: number) => number; readonly words: string }>
> = {
  open: { value: () => 1, words: 'open all along' },
  flag: { value: () => 0, words: 'none' },
  category: { value: () => 0, words: 'none' },
  price: { value: (last) => last, words: 'the last one kept' },
  number: { value: (last) => last, words: 'the last one kept' },
};

/** The column with its future made neutral; undefined where it is that already, or where its last value is not known. */
function withoutAhead(column: KnownColumn, history: number): KnownColumn | undefined {
  const value = neutral[column.kind].value(column.values[history - 1] ?? Number.NaN);
  if (Number.isNaN(value)) return undefined;
  const values = column.values.slice();
  values.fill(value, history);
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
  closed: ReadonlySet<number>,
): AheadEffect[] {
  const { covariates, offsets } = panel;
  const history = offsets[1] ?? 0;
  if (!covariates) return [];
  const totalOf = (known: readonly KnownColumn[]): number | undefined => {
    const [result] = forecastPanel({ ...panel, covariates: { ...covariates, known } }, options, model);
    if (!result?.ok) return undefined;
    return result.mean.reduce((sum, units, step) => (closed.has(step) ? sum : sum + units), 0);
  };
  const others = covariates.known.flatMap((column) => {
    const other = withoutAhead(column, history);
    return other ? [{ column, other }] : [];
  });
  const total = others.length > 0 ? totalOf(covariates.known) : undefined;
  if (total === undefined) return [];
  return others
    .flatMap(({ column, other }): AheadEffect[] => {
      const without = totalOf(covariates.known.map((one) => (one === column ? other : one)));
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
