import type { ForecastOptions, ModelName } from '@ordernimbus/engine';
import { CliError } from './cli-error.ts';

const names: Readonly<Record<ModelName, true>> = {
  naive: true,
  drift: true,
  'seasonal-naive': true,
  'seasonal-profile': true,
  'seasonal-average': true,
  'window-average': true,
  ses: true,
  holt: true,
  damped: true,
  'holt-winters': true,
  ets: true,
  theta: true,
  'dynamic-theta': true,
  ces: true,
  mstl: true,
  'auto-arima': true,
  'ets-regression': true,
  'arima-regression': true,
  croston: true,
  sba: true,
  tsb: true,
  adida: true,
  imapa: true,
  boosted: true,
};

export function parseModels(text: string): ForecastOptions['models'] {
  if (text === 'auto' || text === 'fast') return text;
  const wanted = text.split(',').map((part) => part.trim().toLowerCase());
  for (const name of wanted) {
    if (Object.hasOwn(names, name)) continue;
    throw new CliError(
      `--models does not know "${name}"; it takes auto, fast, or any of ${Object.keys(names).join(', ')}.`,
    );
  }
  return [...new Set(wanted)] as ModelName[];
}
