export type * from './contract.ts';
export { classifyDemand, type DemandClass } from './demand/classify-demand.ts';
export type { CleanDemand, DayRange, DemandQuality, SparseDemand } from './demand/clean-demand.ts';
export { cleanDemand } from './demand/clean-demand.ts';
export { forecastPanel } from './forecast-panel.ts';
export { forecastSeries } from './forecast-series.ts';
export { type Seasonality, seasonalityOf } from './frequency.ts';
export { createRandom, hashText, type Random } from './random/random.ts';
export { ENGINE_VERSION } from './version.ts';
