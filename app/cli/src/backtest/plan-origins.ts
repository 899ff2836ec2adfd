import type { ForecastOptions } from '@ordernimbus/engine';
import { remark } from '../output/say.ts';
import type { CovariatePlan } from '../panel/covariate-plan.ts';
import { dayOfStep } from '../panel/panel-parts.ts';
import { trainModel } from '../panel/train-model.ts';
import type { Session } from '../session.ts';
import type { WindowPlan } from './cut-windows.ts';

/**
 * The origins of the windows that were asked for, oldest first, each with the model of what was known there. Those that
 * lie before the input are left out: nothing was known there.
 */
export async function planOrigins(
  session: Session,
  options: ForecastOptions,
  covariates: CovariatePlan,
): Promise<WindowPlan['origins']> {
  const { settings, observations, cutoffStep } = session;
  const origins = [];
  for (let back = settings.windows - 1; back >= 0; back--) {
    const step = cutoffStep - settings.horizon - back * settings.step;
    if (step < observations.firstStep) continue;
    const model = await trainModel(session, options, step, covariates);
    origins.push({ step, model, lastDay: dayOfStep(observations, step) });
  }
  return origins;
}

/** Says on stderr that the accuracy rests on fewer windows than were asked for. */
export function reportWindows(made: number, asked: number): void {
  if (made === asked) return;
  remark(
    `${made} of ${asked} windows could be made; before the earliest of them there is too little history to forecast from.`,
  );
}
