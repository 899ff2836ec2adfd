import { type MethodForecast, scoredProbabilities } from '../scorer/score-set.ts';
import { splitCsvLine } from '../sets/shared-data.ts';

const header = ['unique_id', 'ds', 'mean', ...scoredProbabilities.map((p) => `q${p}`)].join(',');

/** What a run of a peer cost, as the last line of its output says. */
export interface PeerCost {
  /** Processor time of fitting and forecasting, without start, imports, reading and writing. */
  readonly cpuSeconds: number;
  /** Processor time of the imports and of a first run on three series. */
  readonly warmupSeconds: number;
  readonly peakMemoryMiB: number;
  readonly versions: Readonly<Record<string, string>>;
}

/**
 * The forecasts of a peer, by series. A sale is never negative: forecasts below zero become zero, in the peer's favour.
 * @param text CSV `unique_id,ds,mean,q0.025..q0.975`, sorted by series and date, `horizon` rows for each series;
 *   the quantiles are empty for a method without ranges and then zero here
 * @throws Error that names the line where the text is something else
 */
export function parsePeerForecasts(text: string, horizon: number): Map<string, MethodForecast> {
  const [first, ...lines] = text.trimEnd().split('\n');
  if (first !== header) throw new Error(`A peer wrote the header "${first}" in place of "${header}".`);
  const found = new Map<string, { mean: Float64Array; quantiles: Float64Array }>();
  for (const [index, line] of lines.entries()) {
    const cells = splitCsvLine(line);
    const [key = '', , mean = '', ...quantiles] = cells;
    const step = index % horizon;
    if (step === 0 && !found.has(key)) {
      found.set(key, {
        mean: new Float64Array(horizon),
        quantiles: new Float64Array(horizon * scoredProbabilities.length),
      });
    }
    const entry = found.get(key);
    const isNumber = mean !== '' && Number.isFinite(Number(mean));
    // a series with a row too few or too many meets its neighbour's rows
    if (!entry || found.size !== Math.floor(index / horizon) + 1 || !isNumber) {
      throw new Error(
        `Line ${index + 2} of a peer's forecasts is not step ${step + 1} of a series: "${line}".`,
      );
    }
    entry.mean[step] = Math.max(0, Number(mean));
    for (let p = 0; p < scoredProbabilities.length; p++) {
      entry.quantiles[p * horizon + step] = Math.max(0, Number(quantiles[p]));
    }
  }
  if (lines.length % horizon !== 0) {
    throw new Error(`A peer wrote ${lines.length} rows, which are not ${horizon} for each series.`);
  }
  return found;
}

/** @param text the peer's output; its last line is JSON */
export function parsePeerCost(text: string): PeerCost {
  const line = text.trimEnd().split('\n').at(-1) ?? '';
  const read = JSON.parse(line) as Record<string, unknown>;
  const { cpu_seconds: cpuSeconds, warmup_seconds: warmupSeconds, peak_mib: peakMemoryMiB, versions } = read;
  if (![cpuSeconds, warmupSeconds, peakMemoryMiB].every((value) => typeof value === 'number') || !versions) {
    throw new Error(`A peer's last line does not say what it cost: "${line}".`);
  }
  return { cpuSeconds, warmupSeconds, peakMemoryMiB, versions } as PeerCost;
}
