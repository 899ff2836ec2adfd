export { explainForecast } from './explain-forecast.ts';
export { exportForecasts } from './export-forecasts.ts';
export { getBacktest } from './get-backtest.ts';
export { getForecast, peekForecast } from './get-forecast.ts';
export { type ForecastListItem, listForecasts } from './list-forecasts.ts';
