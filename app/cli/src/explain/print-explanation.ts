import { explainForecast, type ForecastOptions, type PanelModel } from '@ordernimbus/engine';
import { CliError } from '../cli-error.ts';
import type { CovariatePlan } from '../panel/covariate-plan.ts';
import { panelParts } from '../panel/panel-parts.ts';
import type { Session } from '../session.ts';
import { aheadEffects } from './ahead-effects.ts';
import { explanationText } from './explanation-text.ts';
import type { SeriesName } from './find-series.ts';

/** Explains the forecast of one series on standard output. */
export async function printExplanation(
  { observations, cutoffStep }: Session,
  wanted: SeriesName,
  options: ForecastOptions,
  covariates: CovariatePlan,
  model: PanelModel | undefined,
): Promise<void> {
  const { calendar } = observations;
  const title = wanted.location === '' ? wanted.item : `${wanted.item} | ${wanted.location}`;
  const parts = panelParts(observations, {
    cutoffStep,
    covariates,
    seriesPerPart: 1,
    take: (item, location) => item === wanted.item && location === wanted.location,
  });
  for await (const { panel, series } of parts) {
    const ahead = (steps: Iterable<number> = []): Set<number> =>
      new Set([...steps].map((step) => step - cutoffStep - 1).filter((step) => step >= 0));
    const closed = {
      told: ahead(series[0]?.history.closedSteps),
      usual: ahead(series[0]?.history.usuallyClosed),
    };
    const explained = explainForecast(panel, 0, options, model, closed.told);
    if (!explained.ok) throw new CliError(`--explain: ${title} has no forecast: ${explained.detail}`);
    const period = { from: (step: number) => calendar.nameOf(cutoffStep + 1 + step), options };
    const effects = aheadEffects(panel, options, model, closed);
    process.stdout.write(explanationText(title, explained, period, effects));
    return;
  }
  throw new CliError(`--explain: ${title} has no row up to ${calendar.nameOf(cutoffStep)}.`);
}
