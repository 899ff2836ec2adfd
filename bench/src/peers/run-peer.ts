import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { PreparedSet, ScoredPair } from '../accuracy/bench-one-set.ts';
import { forecastKey } from '../accuracy/read-forecasts.ts';
import { type MethodForecast, scoredProbabilities } from '../scorer/score-set.ts';
import type { TruthSeries } from '../sets/bench-set.ts';
import { lastSteps, type Method } from './methods.ts';
import { type PeerCost, parsePeerCost, parsePeerForecasts } from './read-peer-output.ts';
import { writePeerInput } from './write-peer-input.ts';

const script = fileURLToPath(new URL('../../peers/run_peers.py', import.meta.url));
/** One thread, whatever library does the work. */
const oneThread = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

/** A peer on each round of a set, in a process of its own; costs are summed, the peak is the largest. */
export async function forecastByPeer(
  method: Method,
  prepared: PreparedSet,
  interpreter: string,
): Promise<{ pairs: ScoredPair[]; cost: PeerCost }> {
  const { set, folder, inputFile, futureFile, made } = prepared;
  const files = {
    peerInputFile: join(folder, 'peer-input.csv'),
    peerFutureFile: join(folder, 'peer-future.csv'),
  };
  const out = join(folder, 'peer-forecast.csv');
  const last = lastSteps[set.name];
  const pairs: ScoredPair[] = [];
  const costs: PeerCost[] = [];
  for (const { cutoff, truth } of made.rounds) {
    const hasFuture = await writePeerInput({
      ...files,
      inputFile,
      futureFile: made.hasFuture ? futureFile : undefined,
      cutoff,
    });
    const flags = {
      method: method.script ?? method.name,
      input: files.peerInputFile,
      ...(hasFuture ? { future: files.peerFutureFile } : {}),
      out,
      horizon: set.horizon,
      frequency: set.frequency,
      season: set.season,
      ...(last && !method.allHistory ? { last } : {}),
    };
    const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const { stdout } = await promisify(execFile)(interpreter, [script, ...args], {
      env: { ...process.env, ...oneThread },
      maxBuffer: 1 << 26,
    });
    costs.push(parsePeerCost(stdout));
    const forecasts = parsePeerForecasts(await readFile(out, 'utf8'), set.horizon);
    for (const series of truth) {
      const forecast = forecasts.get(forecastKey(series.item, series.location));
      pairs.push([series, forecast && zeroWhenClosed(series, forecast)]);
    }
  }
  return { pairs, cost: sumCosts(costs) };
}

/** Every method forecasts zero for the steps that are known to be closed. */
function zeroWhenClosed(truth: TruthSeries, forecast: MethodForecast): MethodForecast {
  if (!truth.closed) return forecast;
  const horizon = truth.actual.length;
  const zero = (value: number, at: number) => (truth.closed?.[at % horizon] ? 0 : value);
  return {
    mean: Float64Array.from(forecast.mean, zero),
    quantiles: Float64Array.from({ length: horizon * scoredProbabilities.length }, (_, at) =>
      zero(forecast.quantiles[at] as number, at),
    ),
  };
}

function sumCosts(costs: readonly PeerCost[]): PeerCost {
  return {
    cpuSeconds: costs.reduce((sum, cost) => sum + cost.cpuSeconds, 0),
    warmupSeconds: costs.reduce((sum, cost) => sum + cost.warmupSeconds, 0),
    peakMemoryMiB: Math.max(...costs.map((cost) => cost.peakMemoryMiB)),
    versions: costs[0]?.versions ?? {},
  };
}
