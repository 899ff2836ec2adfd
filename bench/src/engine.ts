import { parseArgs } from 'node:util';
import { benchOneSet } from './accuracy/bench-one-set.ts';
import { chooseSets, UsageError } from './command-line/choose-sets.ts';
import { joinNegatives } from './command-line/join-negatives.ts';
import { windowOfOrigin } from './engine/origin.ts';
import { type OriginOutcome, originTable } from './engine/origin-table.ts';
import { MissingDataError } from './sets/shared-data.ts';

/**
 * `npm run bench -- engine --origin -2 [--origin -3]`: the command line on the windows before the test window, on
 * which settings may be chosen. Prints one compact table and writes nothing.
 */
export async function run(args: readonly string[]): Promise<number> {
  try {
    return await compareOrigins(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

async function compareOrigins(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: joinNegatives(args, ['--origin']),
    options: {
      origin: { type: 'string', multiple: true, default: ['-2'] },
      sets: { type: 'string', multiple: true },
      models: { type: 'string', default: 'auto' },
      every: { type: 'string', default: '1' },
      threads: { type: 'string', default: '1' },
    },
  });
  const origins = values.origin.map((origin) => ({ origin, window: windowOfOrigin(origin) }));
  const options = { every: Number(values.every), threads: Number(values.threads), models: values.models };
  const outcomes: OriginOutcome[] = [];
  for (const set of chooseSets(values.sets)) {
    for (const { origin, window } of origins) {
      try {
        process.stderr.write(`${set.name}, origin ${origin} ...\n`);
        const outcome = await benchOneSet(set, { ...options, window });
        outcomes.push({ origin, mainMetric: set.mainMetric, outcome });
      } catch (error) {
        if (!(error instanceof MissingDataError)) throw error;
        process.stderr.write(`${set.name} was left out: ${error.message}\n`);
      }
    }
  }
  if (outcomes.length === 0) {
    process.stderr.write('No set could be run.\n');
    return 2;
  }
  process.stdout.write(originTable(outcomes));
  return 0;
}
