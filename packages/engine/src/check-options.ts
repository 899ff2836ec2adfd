import type { ForecastOptions } from './contract.ts';
import { seasonalityOf } from './frequency.ts';
import { isModelName } from './models/candidates.ts';

/** Refuses options that are a programmer's mistake. @throws RangeError naming the field and what it may be */
export function checkOptions(options: ForecastOptions): void {
  const whole = (name: string, value: number, least: number, most: number): void => {
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new RangeError(
        `Forecast option ${name} is ${value}; it must be a whole number from ${least} to ${most}.`,
      );
    }
  };
  const { frequency, models } = options;
  if (!seasonalityOf(frequency)) {
    throw new RangeError(`Forecast option frequency is ${frequency}; it must be H, D, W, M, Q or Y.`);
  }
  const unknown = typeof models === 'string' ? undefined : models.find((name) => !isModelName(name));
  if (models.length === 0 || unknown !== undefined) {
    throw new RangeError(
      `Forecast option models ${unknown === undefined ? 'is empty' : `holds ${unknown}`}; it must be auto, fast or names of models.`,
    );
  }
  whole('horizon', options.horizon, 1, 1000);
  whole('backtest.windows', options.backtest.windows, 0, 1000);
  whole('backtest.step', options.backtest.step, 1, 10_000);
  if (options.backtest.horizon !== undefined)
    whole('backtest.horizon', options.backtest.horizon, 1, options.horizon);
  for (const level of options.levels) {
    if (!(level > 0 && level < 100)) {
      throw new RangeError(`Forecast option levels holds ${level}; a level lies between 0 and 100 percent.`);
    }
  }
  for (const horizon of options.cumulative?.horizons ?? []) whole('cumulative.horizons', horizon, 1, 1000);
  for (const p of options.cumulative?.probabilities ?? []) {
    if (!(p > 0 && p < 1)) {
      throw new RangeError(
        `Forecast option cumulative.probabilities holds ${p}; it must lie between 0 and 1.`,
      );
    }
  }
}
