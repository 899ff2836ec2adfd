import { autoArima, trainArima } from '../arima/auto-arima.ts';
import { knownCount, LEAST_KNOWN } from '../known-count.ts';
import type { Model } from '../model.ts';

/** Values of a column ahead may go this share of its range beyond those of the history. */
const BEYOND = 0.25;

/** The column with its values from step `n` on held near those before: nothing is known of what is further away. */
function heldAhead(column: Float64Array, n: number): Float64Array {
  const before = column.subarray(0, n);
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const x of before) {
    least = Math.min(least, x);
    most = Math.max(most, x);
  }
  const slack = BEYOND * (most - least);
  return column.map((x, t) => (t < n ? x : Math.max(least - slack, Math.min(most + slack, x))));
}

/**
 * A regression on promotions, prices, events and other known columns whose errors are ARIMA, order and effects chosen and
 * estimated together (Pankratz 1991; Hyndman and Khandakar 2008): effects are summands, as `ets-regression` has them as
 * factors, and a price never raises what is expected. Where nothing is known that differs, or too little, it is `auto-arima`.
 */
export const arimaRegression: Model = {
  name: 'arima-regression',
  fits: (values, context) => autoArima.fits(values, context),
  train(values, context, from) {
    const { regressors, season } = context;
    if (!regressors || knownCount(values) < LEAST_KNOWN) return autoArima.train(values, context, from);
    const columns = regressors.columns.map((column) => heldAhead(column, values.length));
    const model = trainArima(values, season, from, { columns, most: regressors.most });
    return { ...model, label: model.label.replace(/^arima/, 'arima-regression') };
  },
};
