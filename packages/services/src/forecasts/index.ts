export { exportForecasts } from './export-forecasts.ts';
export { getForecast, peekForecast } from './get-forecast.ts';
export { type ForecastListItem, listForecasts } from './list-forecasts.ts';
