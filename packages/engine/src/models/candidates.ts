import type { ForecastOptions, ModelName } from '../contract.ts';
import type { Model, ModelContext } from './model.ts';
import { naive } from './naive.ts';
import { createSeasonalWindow, createWindowAverage } from './seasonal-window.ts';

/** Windows of the average in steps: about four seasons of short ones, otherwise 13. */
function averageWindows(season: number): number[] {
  return season === 7
    ? [28, 91]
    : season === 24
      ? [168]
      : season === 52
        ? [8, 26]
        : season === 12
          ? [6, 12]
          : [4];
}

/** Every candidate of one name. */
function createCandidates(name: ModelName, context: ModelContext): Model[] {
  switch (name) {
    case 'naive':
      return [naive];
    case 'seasonal-naive':
      return context.cycles.map((cycle) => createSeasonalWindow(name, `seasonal-naive(${cycle})`, cycle, 1));
    case 'window-average':
      return averageWindows(context.season).map((window) => createWindowAverage(window));
    default:
      return [];
  }
}

const AUTO: readonly ModelName[] = ['naive', 'seasonal-naive', 'window-average'];

/** Models the options ask for. */
export function selectCandidates(models: ForecastOptions['models'], context: ModelContext): Model[] {
  const names = models === 'auto' || models === 'fast' ? AUTO : models;
  return names.flatMap((name) => createCandidates(name, context));
}
