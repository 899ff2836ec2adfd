export type { Driver } from './drivers.ts';
export type { BoostedExplanation, DriverEffect, ExplainedPeriod } from './explain-boosted.ts';
export { explainForecast, explainInPieces, type ForecastExplanation } from './explain-forecast.ts';
export type { MixExplanation } from './explain-mix.ts';
