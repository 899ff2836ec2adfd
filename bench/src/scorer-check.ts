import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MethodForecast, scoredProbabilities, scoreSet } from './scorer/score-set.ts';
import { seasonalNaivePeer } from './scorer/seasonal-naive-peer.ts';
import type { BenchSet, TruthSeries } from './sets/bench-set.ts';
import { benchSets } from './sets/index.ts';
import { readM4Hourly } from './sets/m4-hourly.ts';
import { readM3 } from './sets/monthly.ts';
import { readShared } from './sets/shared-data.ts';

interface Check {
  readonly what: string;
  readonly published: number;
  readonly ours: number;
  /** Half a unit of the last published digit. */
  readonly tolerance: number;
  /** How far beyond that a score may lie whose layout is not stated; it is reported as near, not as equal. */
  readonly leeway?: number;
}

/** `npm run bench -- scorer-check`: published accuracies, recomputed by our scorer from the published forecasts. */
export async function run(): Promise<number> {
  const checks = [...(await m4Checks()), await m3Check(), ...(await naiveChecks())];
  const found = { equal: 0, near: 0, DIFFERS: 0 };
  for (const { what, published, ours, tolerance, leeway = 0 } of checks) {
    const beyond = Math.abs(ours - published) - tolerance - 1e-9;
    const verdict = beyond <= 0 ? 'equal' : beyond <= leeway ? 'near' : 'DIFFERS';
    found[verdict]++;
    process.stdout.write(
      `${verdict.padEnd(7)}  ${what}: published ${published}, scorer ${ours.toFixed(4)}\n`,
    );
  }
  const near = found.near > 0 ? `, ${found.near} nearly` : '';
  process.stdout.write(`${found.equal} of ${checks.length} published scores reproduced${near}.\n`);
  return found.DIFFERS === 0 ? 0 : 1;
}

const noQuantiles = (mean: Float64Array): MethodForecast => ({
  mean,
  quantiles: new Float64Array(mean.length * scoredProbabilities.length),
});

async function m4Checks(): Promise<Check[]> {
  const series = await readM4Hourly();
  const score = (season: number) =>
    scoreSet(
      series.map(({ name, train, test }): readonly [TruthSeries, MethodForecast] => {
        const truth: TruthSeries = {
          item: name,
          location: '',
          history: Float64Array.from(train),
          actual: Float64Array.from(test),
        };
        return [truth, seasonalNaivePeer(truth, season)];
      }),
      { season: 24, point: 'mean', mainMetric: 'MASE' },
    );
  const naive = score(1);
  const seasonal = score(24);
  return [
    { what: 'M4 hourly, naive, MASE', published: 11.608, ours: naive.main, tolerance: 5e-4 },
    { what: 'M4 hourly, naive, sMAPE', published: 43.003, ours: naive.smape, tolerance: 5e-4 },
    { what: 'M4 hourly, seasonal naive, MASE', published: 1.193, ours: seasonal.main, tolerance: 5e-4 },
    { what: 'M4 hourly, seasonal naive, sMAPE', published: 13.912, ours: seasonal.smape, tolerance: 5e-4 },
  ];
}

async function m3Check(): Promise<Check> {
  const series = await readM3('MONTHLY');
  const submitted = new Map<string, Float64Array>();
  for await (const row of readShared('m3/m3_submitted_forecasts.csv.gz')) {
    if (row[0] === 'THETA') submitted.set(row[1] ?? '', Float64Array.from((row[2] ?? '').split(';'), Number));
  }
  const scores = scoreSet(
    series.map(({ name, train, test }): readonly [TruthSeries, MethodForecast | undefined] => {
      const forecast = submitted.get(name);
      return [
        { item: name, location: '', history: Float64Array.from(train), actual: Float64Array.from(test) },
        forecast && noQuantiles(forecast),
      ];
    }),
    { season: 12, point: 'mean', mainMetric: 'sMAPE %' },
  );
  return {
    what: 'M3 monthly, Theta as submitted, sMAPE',
    published: 13.89,
    ours: scores.main,
    tolerance: 5e-3,
  };
}

/** The seasonal naive of BASELINES.md on each set, its scaled pinball and coverage included. */
async function naiveChecks(): Promise<Check[]> {
  const folder = await mkdtemp(join(tmpdir(), 'nimbus-bench-'));
  try {
    const checks: Check[] = [];
    for (const set of benchSets) {
      if (set.seasonalNaive?.pinball === undefined) continue;
      const scores = await scoreNaive(set, folder);
      const { main, pinball, sum } = set.seasonalNaive;
      const what = `${set.name}, seasonal naive`;
      const digits = String(main).split('.')[1]?.length ?? 0;
      checks.push(
        {
          what: `${what}, ${set.mainMetric}`,
          published: main,
          ours: scores.main,
          tolerance: 0.5 * 10 ** -digits,
        },
        {
          what: `${what}, scaled pinball`,
          published: pinball,
          ours: scores.scaledPinball ?? 0,
          tolerance: 5e-4,
          leeway: set.pinballTolerance ?? 0,
        },
      );
      if (sum !== undefined) {
        checks.push({
          what: `${what}, RMSSE of the sum`,
          published: sum,
          ours: scores.sumRmsse ?? Number.NaN,
          tolerance: 5e-5,
        });
      }
    }
    return checks;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function scoreNaive(set: BenchSet, folder: string): Promise<ReturnType<typeof scoreSet>> {
  const made = await set.make({
    inputFile: join(folder, 'input.csv'),
    futureFile: join(folder, 'future.csv'),
    every: 1,
    window: 0,
  });
  const pairs = made.rounds.flatMap(({ truth }) =>
    truth.map((series): readonly [TruthSeries, MethodForecast] => [
      series,
      seasonalNaivePeer(series, set.season),
    ]),
  );
  return scoreSet(pairs, set);
}
