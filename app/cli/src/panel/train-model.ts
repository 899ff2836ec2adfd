import { type ForecastOptions, hashText, type PanelModel, wantsPanelModel } from '@ordernimbus/engine';
import type { Session } from '../session.ts';
import type { CovariatePlan } from './covariate-plan.ts';
import { panelParts } from './panel-parts.ts';
import { seriesKey } from './part-series.ts';

/** Series that a panel model learns from; of a larger file, the ones whose keys' hashes come first. */
const mostSeries = 3000;

/**
 * Trains the model of the whole panel as it was known at `originStep`, in one of the pool's threads. Reads the input once
 * more, because what a series' forecast needs of the others must be there before the first forecast.
 */
export async function trainModel(
  { observations, pool, signal }: Session,
  options: ForecastOptions,
  originStep: number,
  covariates: CovariatePlan,
): Promise<PanelModel | undefined> {
  if (!wantsPanelModel(options.models)) return undefined;
  const { items } = observations;
  const share = mostSeries / items.length;
  const parts = panelParts(observations, {
    cutoffStep: originStep,
    covariates,
    seriesPerPart: Number.POSITIVE_INFINITY,
    valuesPerPart: Number.POSITIVE_INFINITY,
    take: (item, location) => hashText(seriesKey(item, location), 0) < share * 2 ** 32,
  });
  for await (const { panel } of parts) return pool.train(panel, options, { signal });
  return undefined;
}
