import { type MethodForecast, scoredProbabilities } from '../scorer/score-set.ts';
import type { MadeSeries } from './make-series.ts';
import type { Frequency, ScenarioPlan } from './scenario.ts';

/** Last steps whose mean a shop would order by without any forecaster: 4 and 8 weeks, a year, a week of hours. */
const LAST: Readonly<Record<Frequency, number>> = { D: 28, W: 8, M: 12, H: 168 };

/** The mean of the last steps for every step of the horizon; steps that were not recorded sold nothing. No ranges. */
export function lastMean(
  { frequency, history, horizon }: ScenarioPlan,
  { history: rows }: MadeSeries,
): MethodForecast {
  const from = Math.max(history - LAST[frequency], rows[0]?.at ?? 0);
  const sold = rows.filter(({ at }) => at >= from).reduce((sum, { quantity }) => sum + quantity, 0);
  const mean = sold / (history - from);
  return {
    mean: new Float64Array(horizon).fill(mean),
    quantiles: new Float64Array(horizon * scoredProbabilities.length).fill(mean),
  };
}
