import { bisect } from '../optimise/bisect.ts';
import { type FeastResponse, responseOf } from './feast-response.ts';
import type { WeightedSeries } from './weighted-series.ts';

/** A series with its forecasts by step ahead. */
export interface SeriesForecasts extends WeightedSeries {
  /** By the model for the future. */
  readonly withDates: Float64Array;
  /** By the one that has seen no feast. */
  readonly withoutDates: Float64Array;
}

/** How a response changes one step of a feast for a series. */
export interface Unlike {
  /** What is missed of a series is what all missed, times its response, times this. */
  readonly scale: number;
  /** What the model for the future has learned more of it, as a logarithm for each unit of a response. */
  readonly slope: number;
}

const ALIKE: Unlike = { scale: 1, slope: 0 };
const MOST_SCALE = 4;

interface Point {
  readonly response: number;
  readonly learned: number;
  /** Forecast, weighed as the series is. */
  readonly weight: number;
}

/** By step and what all series together missed on it; above 0, since responses are to what is sold more. */
export function unlikeBy(
  series: readonly SeriesForecasts[],
  response: FeastResponse | undefined,
): (k: number, miss: number) => Unlike {
  if (!response) return () => ALIKE;
  const responses = series.map(({ values }) => responseOf(values, response));
  return (k, miss) => {
    const points = series
      .map(({ withDates, withoutDates, weight }, i) => ({
        response: responses[i],
        learned: Math.log(withDates[k] / withoutDates[k]),
        weight: weight * withoutDates[k],
      }))
      .filter(({ learned, weight }) => Number.isFinite(learned) && weight > 0);
    return miss > 0 && points.length > 0 ? { scale: scaleOf(points, miss), slope: slopeOf(points) } : ALIKE;
  };
}

/** With it all series together miss what they did: the mean of powers is not the power of a mean. */
function scaleOf(points: readonly Point[], miss: number): number {
  const missedBy = (scale: number): number =>
    points.reduce((sum, { response, weight }) => sum + weight * Math.exp(scale * response * miss), 0);
  const wanted = points.reduce((sum, { weight }) => sum + weight, 0) * Math.exp(miss);
  return bisect((scale) => missedBy(scale) < wanted, 1 / MOST_SCALE, MOST_SCALE);
}

/** By least squares over the series, each weighed by its forecast. */
function slopeOf(points: readonly Point[]): number {
  const mean = (of: (point: Point) => number): number =>
    points.reduce((sum, point) => sum + point.weight * of(point), 0) /
    points.reduce((sum, { weight }) => sum + weight, 0);
  const center = mean(({ response }) => response);
  const variance = mean(({ response }) => (response - center) ** 2);
  return variance > 0 ? mean(({ response, learned }) => (response - center) * learned) / variance : 0;
}
