import { parseArgs } from 'node:util';
import { benchOneSet, type SetOutcome } from './accuracy/bench-one-set.ts';
import { type FastPair, fastTable, writeFastTable } from './accuracy/fast-table.ts';
import { accuracyTable } from './accuracy/table.ts';
import { writeResults } from './accuracy/write-results.ts';
import { chooseSets, UsageError } from './command-line/choose-sets.ts';
import { joinNegatives } from './command-line/join-negatives.ts';
import { benchSets } from './sets/index.ts';
import { MissingDataError } from './sets/shared-data.ts';

/**
 * `npm run bench -- accuracy`: the command line against seasonal naive and AutoETS on the shared sets; with `--fast` the
 * fast profile against the default too, so that both tables come from one reading of the test window.
 */
export async function run(args: readonly string[]): Promise<number> {
  try {
    return await compareSets(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

async function compareSets(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: joinNegatives(args, ['--window']),
    options: {
      set: { type: 'string', multiple: true },
      every: { type: 'string', default: '1' },
      window: { type: 'string', default: '0' },
      threads: { type: 'string', default: '2' },
      models: { type: 'string', default: 'auto' },
      fast: { type: 'boolean', default: false },
    },
  });
  const options = {
    every: Number(values.every),
    window: Number(values.window),
    threads: Number(values.threads),
    models: values.models,
  };
  const whole = options.every === 1 && options.window === 0;
  if (values.fast && options.models !== 'auto') {
    throw new UsageError('--fast compares two profiles and takes no --models.');
  }
  const outcomes: SetOutcome[] = [];
  const pairs: FastPair[] = [];
  for (const set of chooseSets(values.set)) {
    try {
      process.stderr.write(`${set.name} ...\n`);
      const outcome = await benchOneSet(set, options);
      outcomes.push(outcome);
      if (values.fast) {
        pairs.push({ auto: outcome, fast: await benchOneSet(set, { ...options, models: 'fast' }) });
      }
      process.stdout.write(`${accuracyTable([outcome], whole)}\n`);
    } catch (error) {
      if (!(error instanceof MissingDataError)) throw error;
      process.stderr.write(`${set.name} was left out: ${error.message}\n`);
    }
  }
  if (outcomes.length === 0) {
    process.stderr.write('No set could be run.\n');
    return 2;
  }
  if (outcomes.length > 1) process.stdout.write(`\n${accuracyTable(outcomes, whole)}`);
  if (whole && options.models === 'auto') await writeResults(outcomes);
  else process.stdout.write('Not written to bench/results: only whole sets and the test window are.\n');
  if (pairs.length > 0) {
    process.stdout.write(`\n${fastTable(pairs)}`);
    if (whole && pairs.length === benchSets.length) await writeFastTable(pairs);
    else
      process.stdout.write(
        'The loss of the fast profile is written for all sets, whole, on the test window.\n',
      );
  }
  return 0;
}
