import { parseArgs } from 'node:util';
import { chooseSets, UsageError } from './command-line/choose-sets.ts';
import { joinNegatives } from './command-line/join-negatives.ts';
import { windowOfOrigin } from './engine/origin.ts';
import { benchOneOrigin } from './hierarchy/bench-one-origin.ts';
import { type OriginScores, originsTable } from './hierarchy/origins-table.ts';
import { writeResults } from './hierarchy/write-results.ts';
import { MissingDataError } from './sets/shared-data.ts';

/**
 * `npm run bench -- hierarchy --origin -2 --origin -3`: how well the sum of a set's series is forecast when the series are
 * added up, and when they are reconciled with a forecast of the sum itself. Settings are chosen on the windows before the
 * test window (origin -1).
 */
export async function run(args: readonly string[]): Promise<number> {
  try {
    return await compareMethods(args);
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof MissingDataError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

async function compareMethods(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: joinNegatives(args, ['--origin']),
    options: {
      origin: { type: 'string', multiple: true, default: ['-2'] },
      set: { type: 'string', default: 'm5_foods3_tx3' },
      windows: { type: 'string', default: '3' },
      threads: { type: 'string', default: '2' },
    },
  });
  const [set] = chooseSets([values.set]);
  if (!set?.addsUp) throw new UsageError(`The series of ${values.set} do not add up to anything.`);
  const options = { threads: Number(values.threads), backtestWindows: Number(values.windows) };
  const origins: OriginScores[] = [];
  for (const origin of values.origin) {
    process.stderr.write(`${set.name}, origin ${origin} ...\n`);
    origins.push({
      origin,
      scores: await benchOneOrigin(set, { ...options, window: windowOfOrigin(origin) }),
    });
  }
  process.stdout.write(originsTable(set, origins));
  await writeResults(set, origins);
  return 0;
}
