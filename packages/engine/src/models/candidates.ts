import type { ForecastOptions, ModelName } from '../contract.ts';
import type { DemandClass } from '../demand/classify-demand.ts';
import { PANEL_MODEL } from '../panel-model/panel-model.ts';
import { adida, imapa } from './aggregate.ts';
import { autoArima } from './arima/auto-arima.ts';
import { ces } from './ces/ces.ts';
import { croston, sba } from './croston.ts';
import { drift } from './drift.ts';
import { dynamicTheta } from './dynamic-theta.ts';
import { createCycleEts, damped, ets, holt, holtWinters, ses } from './ets.ts';
import type { Model, ModelContext } from './model.ts';
import { mstl } from './mstl/mstl.ts';
import { naive } from './naive.ts';
import { arimaRegression } from './regression/arima-regression.ts';
import { etsRegression } from './regression/ets-regression.ts';
import { createSeasonalProfile } from './seasonal-profile.ts';
import { createSeasonalWindow, createWindowAverage } from './seasonal-window.ts';
import { theta } from './theta.ts';
import { tsb } from './tsb.ts';

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

/** The models that need no more than the season of the context. */
const PLAIN: Partial<Record<ModelName, Model>> = {
  naive,
  drift,
  ses,
  holt,
  damped,
  'holt-winters': holtWinters,
  theta,
  'dynamic-theta': dynamicTheta,
  ces,
  mstl,
  'auto-arima': autoArima,
  'ets-regression': etsRegression,
  'arima-regression': arimaRegression,
  croston,
  sba,
  tsb,
  adida,
  imapa,
};

/** Whether a model has this name, the one of a whole panel included. */
export const isModelName = (name: string): boolean =>
  Object.hasOwn(PLAIN, name) || FAMILIES.has(name) || name === PANEL_MODEL;

/** Names that stand for variants with several cycles or windows. */
const FAMILIES: ReadonlySet<string> = new Set([
  'seasonal-naive',
  'seasonal-average',
  'ets',
  'seasonal-profile',
  'window-average',
] satisfies ModelName[]);

/** Every variant of one name: the textbook model first, then other cycles and windows. */
export function createVariants(name: ModelName, context: ModelContext): Model[] {
  switch (name) {
    case 'seasonal-naive':
      return context.cycles.map((cycle) => createSeasonalWindow(name, `seasonal-naive(${cycle})`, cycle, 1));
    case 'seasonal-average':
      return context.cycles.flatMap((cycle) =>
        (cycle > 50 ? [3] : [4, 12]).map((seasons) =>
          createSeasonalWindow(name, `seasonal-average(${cycle}x${seasons})`, cycle, seasons),
        ),
      );
    case 'ets':
      return [ets, ...context.cycles.filter((cycle) => cycle > context.season).map(createCycleEts)];
    case 'seasonal-profile':
      return context.cycles.map(createSeasonalProfile);
    case 'window-average':
      return averageWindows(context.season).map((window) => createWindowAverage(window));
    default: {
      const model = PLAIN[name];
      return model ? [model] : [];
    }
  }
}

const AUTO: readonly ModelName[] = [
  'naive',
  'seasonal-naive',
  'seasonal-average',
  'window-average',
  'ets',
  'damped',
  'holt-winters',
  'theta',
  'dynamic-theta',
];

/**
 * What joins `AUTO` in some seasons: it lowered the error there on each window before the final ones, and did not on days
 * and weeks.
 */
const AUTO_OF_SEASON: Readonly<Record<number, readonly ModelName[]>> = {
  12: ['ces', 'mstl'],
  24: ['ces', 'mstl', 'auto-arima'],
};

const INTERMITTENT: readonly ModelName[] = [
  'seasonal-average',
  'seasonal-profile',
  'window-average',
  'ses',
  'ets',
  'theta',
  'sba',
  'tsb',
  'adida',
  'imapa',
];

const FAST: readonly ModelName[] = ['seasonal-naive', 'seasonal-average', 'window-average', 'theta'];
const FAST_INTERMITTENT: readonly ModelName[] = ['seasonal-average', 'window-average', 'sba', 'tsb'];
/** What joins `FAST` in some seasons, beside a panel model too (ADR 23): a fifth less error of hours, 2 to 3 % of months. */
const FAST_OF_SEASON: Readonly<Record<number, readonly ModelName[]>> = {
  12: ['damped', 'mstl'],
  24: ['holt-winters', 'mstl'],
};
/** What `fast` adds for series without a panel model, beside which it cost time and lowered no error. */
const FAST_ALONE: readonly ModelName[] = ['ses'];

/** Whether a model that is asked for looks at more than the values of its series. */
export const wantsRegressors = ({ models }: ForecastOptions): boolean =>
  typeof models === 'string' || models.includes('ets-regression') || models.includes('arima-regression');

/** Models of one series that the options ask for; `auto` and `fast` look at the class of the demand. */
export function selectCandidates(
  models: ForecastOptions['models'],
  context: ModelContext,
  demand: DemandClass,
  besidePanel = false,
): Model[] {
  const slow = demand === 'intermittent' || demand === 'lumpy';
  let names: readonly ModelName[];
  const known: readonly ModelName[] = context.regressors ? ['ets-regression'] : [];
  if (models === 'auto') names = slow ? INTERMITTENT : [...AUTO, ...(AUTO_OF_SEASON[context.season] ?? [])];
  else if (models === 'fast') {
    names = [
      ...(slow ? FAST_INTERMITTENT : [...FAST, ...(FAST_OF_SEASON[context.season] ?? [])]),
      ...(besidePanel ? [] : FAST_ALONE),
    ];
  } else {
    // A model asked for by name is the textbook one, on the season alone.
    const plain = { ...context, cycles: [context.season] };
    return models.flatMap((name) => createVariants(name, plain).slice(0, 1));
  }
  return [...names, ...known].flatMap((name) => createVariants(name, context));
}
