import { parseArgs } from 'node:util';
import { chooseSets, UsageError } from './command-line/choose-sets.ts';
import { joinNegatives } from './command-line/join-negatives.ts';
import { type LaunchScores, playLaunches } from './launches/play-launches.ts';
import { writeLaunches } from './launches/write-results.ts';
import { MissingDataError } from './sets/shared-data.ts';

/**
 * `npm run bench -- launches [--sets NAME,...] [--window -1 ...]`: how well a series is forecast of which only the last few
 * values are known, among others with their whole past. Writes `bench/results/launches.md`.
 */
export async function run(args: readonly string[]): Promise<number> {
  try {
    const { values } = parseArgs({
      args: joinNegatives(args, ['--window']),
      options: {
        sets: { type: 'string', default: 'vn2,carparts,uci_weekly,online_retail' },
        window: { type: 'string', multiple: true, default: ['-1', '-2'] },
        threads: { type: 'string', default: '2' },
      },
    });
    const windows = values.window.map(Number);
    if (windows.some((window) => !(window < 0))) {
      throw new UsageError(
        '--window counts back from the test window, which launches are not tried on: -1, -2 ...',
      );
    }
    const played: { set: string; window: number; scores: readonly LaunchScores[] }[] = [];
    for (const set of chooseSets(values.sets.split(','))) {
      for (const window of windows) {
        process.stderr.write(`${set.name}, window ${window} ...\n`);
        played.push({
          set: set.name,
          window,
          scores: await playLaunches(set, window, Number(values.threads)),
        });
      }
    }
    await writeLaunches(played);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof MissingDataError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}
