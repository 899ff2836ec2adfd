import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { forecastKey } from '../accuracy/read-forecasts.ts';
import { splitCsvLine } from '../sets/shared-data.ts';

/** Actual minus forecast of one series by origin and date, from the output of `nimbus backtest`. */
export type BacktestErrors = ReadonlyMap<string, ReadonlyMap<string, number>>;

export async function readErrors(file: string): Promise<BacktestErrors> {
  const found = new Map<string, Map<string, number>>();
  let header: string[] | undefined;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const cells = splitCsvLine(line);
    if (!header) {
      header = cells;
      continue;
    }
    const [item = '', location = '', origin, date, actual, mean] = cells;
    const key = forecastKey(item, location);
    const errors = found.get(key) ?? new Map<string, number>();
    found.set(key, errors);
    errors.set(`${origin} ${date}`, Number(actual) - Number(mean));
  }
  return found;
}

/**
 * Errors of the nodes side by side, row-major [node][observation], at the observations of the first key. A series without
 * a forecast in a window (it had not begun) sold nothing then, and was not wrong.
 */
export function alignErrors(errors: BacktestErrors, nodes: readonly string[]): Float64Array {
  const [first = ''] = nodes;
  const observations = [...(errors.get(first)?.keys() ?? [])];
  return Float64Array.from(
    nodes.flatMap((node) => observations.map((observation) => errors.get(node)?.get(observation) ?? 0)),
  );
}
