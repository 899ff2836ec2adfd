import {
  cumulativeDays,
  cumulativeProbabilities,
  type Forecast,
  type Metrics,
  probabilities,
} from '@ordernimbus/contracts';
import type { ForecastViewRow } from '@ordernimbus/data';
import { cleanDemand } from '@ordernimbus/engine';
import { dayNumber, isoDay } from '../runs/calendar-days.ts';
import { composeSentence } from './compose-sentence.ts';
import { datesAfter } from './forecast-window.ts';
import { sixDigits, sixDigitsIn } from './six-digits.ts';

/** The history that the run saw, cleaned as it was then: unknown days are null. */
function mapHistory(row: ForecastViewRow): Forecast['history'] {
  const cutoff = dayNumber(row.cutoff);
  const days: number[] = [];
  const sold: number[] = [];
  const returned: number[] = [];
  for (const [from, inQuarter, soldThen, returnedThen] of row.quarters ?? []) {
    for (const [index, day] of inQuarter.entries()) {
      days.push(from + day);
      sold.push(soldThen[index] as number);
      returned.push(returnedThen[index] as number);
    }
  }
  const spans = (row.unavailable ?? []).map((span) => ({
    from: dayNumber(span.from),
    to: dayNumber(span.to),
    reason: span.reason,
  }));
  const closed = (row.closedDays ?? []).map((day) => ({ from: day, to: day, reason: 'closed' }));
  const clean = cleanDemand({ days, sold, returned, unknown: [...spans, ...closed], lastDay: cutoff });
  const within = [...spans, ...closed]
    .filter((span) => span.to >= clean.firstDay && span.from <= cutoff)
    .sort((a, b) => a.from - b.from);
  return {
    from: isoDay(clean.firstDay),
    sold: Array.from(clean.values, (value) => (Number.isNaN(value) ? null : value)),
    returned: days.flatMap((day, index) => {
      const quantity = returned[index] as number;
      return quantity > 0 && day <= cutoff ? [{ day: isoDay(day), quantity }] : [];
    }),
    outliers: Array.from(clean.outliers, (position) => isoDay(clean.firstDay + position)),
    unavailable: within.map((span) => ({
      from: isoDay(span.from),
      to: isoDay(span.to),
      reason: span.reason,
    })),
  };
}

/** Estimates in rows of `width`. */
const chunk = (values: readonly number[], width: number): number[][] =>
  Array.from({ length: width > 0 ? Math.floor(values.length / width) : 0 }, (_, index) =>
    values.slice(index * width, (index + 1) * width).map(sixDigits),
  );

export function mapForecast(row: ForecastViewRow, key: { itemId: number; locationId: number }): Forecast {
  const mean = (row.mean ?? []).map(sixDigits);
  const next28 =
    row.ok && row.mean28 !== null && row.low28 !== null && row.high28 !== null
      ? { mean: row.mean28, low: row.low28, high: row.high28 }
      : null;
  const noForecast = `There is no forecast for this item here. ${row.detail ?? ''}`.trim();
  const answer = (when: string) => (next28 ? composeSentence(next28, when) : noForecast);
  const firstForecastDay = isoDay(dayNumber(row.cutoff) + 1);
  return {
    ...key,
    sku: row.sku,
    itemName: row.itemName,
    category: row.category,
    locationName: row.locationName,
    locations: row.locations ?? [],
    runId: row.runId,
    cutoff: row.cutoff,
    createdAt: row.finishedAt.toISOString(),
    ok: row.ok,
    failure: row.ok ? null : { code: row.code ?? 'internal', detail: row.detail ?? '' },
    model: row.model,
    standIn: row.standIn,
    weights: (row.weights ?? []).map(sixDigitsIn),
    demandClass: row.demandClass,
    history: mapHistory(row),
    forecast: {
      from: firstForecastDay,
      mean,
      probabilities: [...probabilities],
      quantiles: chunk(row.quantiles ?? [], mean.length),
    },
    cumulative: {
      days: row.cumulative ? [...cumulativeDays] : [],
      probabilities: row.cumulative ? [...cumulativeProbabilities] : [],
      quantiles: chunk(row.cumulative ?? [], cumulativeProbabilities.length),
    },
    next28,
    soldPrior28: row.soldPrior28,
    previous: row.previous?.mean
      ? { from: isoDay(dayNumber(row.previous.cutoff) + 1), mean: row.previous.mean.map(sixDigits) }
      : null,
    metrics: row.metrics && sixDigitsIn(row.metrics as Metrics),
    sentence: answer(datesAfter(row.cutoff, 28)),
    currentSentence: answer('in the next 28 days'),
  };
}
