import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type MethodForecast, scoredProbabilities } from '../scorer/score-set.ts';
import { splitCsvLine } from '../sets/shared-data.ts';

export const forecastKey = (item: string, location: string): string => `${item}|${location}`;

/** The output of `nimbus forecast`, by series; rows are sorted by date already. */
export async function readForecasts(file: string, horizon: number): Promise<Map<string, MethodForecast>> {
  const found = new Map<string, { mean: Float64Array; quantiles: Float64Array; steps: number }>();
  const lines = createInterface({ input: createReadStream(file) });
  let header = true;
  for await (const line of lines) {
    if (header) {
      header = false;
      continue;
    }
    const cells = splitCsvLine(line);
    const key = forecastKey(cells[0] ?? '', cells[1] ?? '');
    let entry = found.get(key);
    if (!entry) {
      entry = {
        mean: new Float64Array(horizon),
        quantiles: new Float64Array(horizon * scoredProbabilities.length),
        steps: 0,
      };
      found.set(key, entry);
    }
    entry.mean[entry.steps] = Number(cells[3]);
    for (let p = 0; p < scoredProbabilities.length; p++) {
      entry.quantiles[p * horizon + entry.steps] = Number(cells[4 + p]);
    }
    entry.steps++;
  }
  return found;
}
