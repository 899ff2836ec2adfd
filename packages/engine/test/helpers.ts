import type { ForecastOptions, SeriesForecast, SeriesResult } from '../src/contract.ts';
import { createRandom, type Random } from '../src/random/random.ts';

/** Options of a daily forecast, changed as a test needs. */
export function options(over: Partial<ForecastOptions> = {}): ForecastOptions {
  return {
    horizon: 14,
    frequency: 'D',
    levels: [50, 80, 95],
    models: 'auto',
    seed: 1,
    backtest: { windows: 3, step: 14 },
    ...over,
  };
}

export function mustForecast(result: SeriesResult): SeriesForecast {
  if (!result.ok) throw new Error(`${result.code}: ${result.detail}`);
  return result;
}

/** Standard normal numbers. */
export function normals(key: string): Random {
  const random = createRandom(7, key);
  return () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
}

/** Poisson numbers by multiplication (small means). */
export function poissons(key: string, mean: number): Random {
  const random = createRandom(7, key);
  const limit = Math.exp(-mean);
  return () => {
    let count = 0;
    for (let product = random(); product > limit; product *= random()) count++;
    return count;
  };
}
