import { type Scenario, type ScenarioInput, ServiceError } from '@ordernimbus/contracts';
import { type ExplanationBasis, readExplanationBasis } from '@ordernimbus/data';
import { ENGINE_VERSION, type SeriesForecast } from '@ordernimbus/engine';
import { type Context, requireScope } from '../context.ts';
import { forecastAgain, knowsAhead } from '../forecasts/forecast-again.ts';
import { inTurn } from '../forecasts/in-turn.ts';
import { loadExplainedSeries } from '../forecasts/load-explained-series.ts';
import { noForecastHere, noForecastYet } from '../forecasts/no-forecast.ts';
import { dayNumber, isoDay } from '../runs/calendar-days.ts';
import { mapPanel } from '../runs/map-panel.ts';
import type { RunModel } from '../runs/run-model.ts';
import type { RunOptions } from '../runs/run-options.ts';
import { scenarioCalendar } from './scenario-calendar.ts';
import { basePriceOn, moneyOf, pricesOf } from './scenario-money.ts';
import { noteScenario, saysNothing } from './scenario-notes.ts';

/** First and last day that the scenario changes. @throws ServiceError where it changes none, or days not forecast */
function changedDays(input: ScenarioInput, firstDay: number, lastDay: number): [number, number] {
  const spans = (['promotion', 'price'] as const).flatMap((field) => {
    const span = input[field];
    return span ? [{ field, from: dayNumber(span.fromDay), to: dayNumber(span.toDay) }] : [];
  });
  if (spans.length === 0)
    throw new ServiceError('invalid_input', 'Say what should be different: a promotion, a price, or both.');
  for (const { field, from, to } of spans) {
    const wrong =
      to < from
        ? 'The last day comes before the first.'
        : from < firstDay || to > lastDay
          ? `The forecast covers ${isoDay(firstDay)} to ${isoDay(lastDay)}.`
          : undefined;
    if (wrong) throw new ServiceError('invalid_input', wrong, { places: [{ field, message: wrong }] });
  }
  return [Math.min(...spans.map(({ from }) => from)), Math.max(...spans.map(({ to }) => to))];
}

function rangeOf(forecast: SeriesForecast): Scenario['baseline'] {
  const { mean, quantiles, probabilities } = forecast;
  const row = (probability: number): number[] => {
    const at = probabilities.indexOf(probability) * mean.length;
    return [...quantiles.slice(at, at + mean.length)];
  };
  return { mean: [...mean], low80: row(0.1), high80: row(0.9) };
}

async function preview(ctx: Context, input: ScenarioInput, row: ExplanationBasis): Promise<Scenario> {
  const cutoff = dayNumber(row.cutoff);
  const options = row.options as RunOptions;
  const { horizon } = options.forecast;
  const [first, last] = changedDays(input, cutoff + 1, cutoff + horizon);
  const loaded = row.engineVersion === ENGINE_VERSION ? await loadExplainedSeries(ctx, row) : undefined;
  if (!loaded) {
    throw new ServiceError(
      'conflict',
      'The current forecast was made by another version of the engine, or its files are no longer kept. Start a forecast, then try again.',
    );
  }
  const { series, model } = loaded;
  const { dictionary } = model;
  const usual = mapPanel([series], cutoff, dictionary);
  const days = series.values.length;
  const base = input.price
    ? basePriceOn(usual, { days, cutoff }, dayNumber(input.price.fromDay))
    : Number.NaN;
  const calendar = scenarioCalendar(dictionary.calendar, series, input, base);
  const changed: RunModel = { ...model, dictionary: { ...dictionary, calendar, ahead: horizon } };
  const baseline = rangeOf(await forecastAgain(series, cutoff, model, options));
  const scenario = rangeOf(await forecastAgain(series, cutoff, changed, options));
  const unitsOf = ({ mean }: Scenario['baseline']): number =>
    mean.slice(first - cutoff - 1, last - cutoff).reduce((sum, units) => sum + units, 0);
  const other = mapPanel([series], cutoff, changed.dictionary);
  const notes = noteScenario(input, {
    hasPart: row.weights?.some(({ model: name, weight }) => weight > 0 && knowsAhead(name)) ?? false,
    known: usual.covariates?.known.map(({ name }) => name) ?? [],
    columns: usual.covariates?.known ?? [],
    days,
  });
  const span = { days, cutoff, first, last, cataloguePriceMinor: row.priceMinor };
  return {
    itemId: input.itemId,
    locationId: input.locationId,
    runId: row.runId,
    from: isoDay(cutoff + 1),
    baseline,
    scenario,
    changed: {
      fromDay: isoDay(first),
      toDay: isoDay(last),
      baselineUnits: unitsOf(baseline),
      scenarioUnits: unitsOf(scenario),
    },
    price: pricesOf(usual, other, span),
    // of a change whose effect is not known, the money would be a guess
    money: notes.some(({ code }) => saysNothing.has(code))
      ? null
      : moneyOf({ panel: usual, mean: baseline.mean }, { panel: other, mean: scenario.mean }, span),
    notes,
  };
}

/**
 * What a promotion or another price would do to the forecast of one item at one location: forecast again from the run's
 * frozen input and with its model, beside the forecast as it stands. Stores nothing.
 */
export async function previewScenario(ctx: Context, input: ScenarioInput): Promise<Scenario> {
  requireScope(ctx, 'read');
  return inTurn(async () => {
    const row = await readExplanationBasis(ctx.platform.database, ctx.tenantId, input);
    if (!row) throw noForecastYet();
    if (!row.found) throw noForecastHere();
    if (!row.ok) throw new ServiceError('not_found', row.detail ?? 'There is no forecast of this item here.');
    return preview(ctx, input, row);
  });
}
