import { benchOneSet } from './accuracy/bench-one-set.ts';
import { chooseSets, UsageError } from './command-line/choose-sets.ts';
import { type EngineFlags, engineUsage, readEngineFlags } from './engine/flags.ts';
import { type OriginOutcome, originTable } from './engine/origin-table.ts';
import { compareMethods } from './peers/bench-methods.ts';
import { chooseMethods, quickSets, wholeSets } from './peers/methods.ts';
import { preparePython } from './peers/prepare-python.ts';
import { methodTable } from './peers/table.ts';
import { writePeerResults } from './peers/write-results.ts';
import type { BenchSet } from './sets/bench-set.ts';
import { MissingDataError } from './sets/shared-data.ts';

/**
 * `npm run bench -- engine`: the command line on the test window beside other projects' methods, run here too. Writes
 * `bench/results/engine.{md,json}`.
 *
 * `npm run bench -- engine --origin -2 [--origin -3]`: the command line alone on the windows before the test window, on
 * which settings may be chosen. Prints one compact table and writes nothing.
 */
export async function run(args: readonly string[]): Promise<number> {
  try {
    const flags = readEngineFlags(args);
    if (flags.run === 'peers') return await compareWithPeers(flags);
    if (flags.run === 'origins') return await compareOrigins(flags);
    process.stdout.write(engineUsage);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

type FlagsOf<Run extends EngineFlags['run']> = Extract<EngineFlags, { readonly run: Run }>;

async function compareOrigins(flags: FlagsOf<'origins'>): Promise<number> {
  const options = { every: flags.every, threads: flags.threads, models: flags.models };
  const outcomes: OriginOutcome[] = [];
  await forEachSet(chooseSets(flags.sets), async (set) => {
    for (const { origin, window } of flags.origins) {
      process.stderr.write(`${set.name}, origin ${origin} ...\n`);
      const outcome = await benchOneSet(set, { ...options, window });
      outcomes.push({ origin, mainMetric: set.mainMetric, outcome });
    }
  });
  if (outcomes.length === 0) return noSet();
  process.stdout.write(originTable(outcomes));
  return 0;
}

async function compareWithPeers(flags: FlagsOf<'peers'>): Promise<number> {
  const methods = chooseMethods(flags.methods, flags.whole);
  const sets = chooseSets(flags.sets ?? (flags.whole ? [...wholeSets] : [...quickSets]));
  const { every } = flags;
  const python = await preparePython();
  let done = 0;
  await forEachSet(sets, async (set) => {
    for (const { origin, window } of flags.origins) {
      const compared = await compareMethods(set, { every, window, methods, python });
      done++;
      process.stdout.write(`\n${set.name}, origin ${origin}\n\n${methodTable(compared)}`);
      // after each set, so that a run that is stopped keeps what it has
      if (window === 0 && every === 1) await writePeerResults(compared);
      else process.stdout.write('Not written to bench/results: only whole sets and the test window are.\n');
    }
  });
  return done === 0 ? noSet() : 0;
}

/** Leaves out, with a sentence, sets whose data are not here. */
async function forEachSet(sets: readonly BenchSet[], body: (set: BenchSet) => Promise<void>): Promise<void> {
  for (const set of sets) {
    try {
      await body(set);
    } catch (error) {
      if (!(error instanceof MissingDataError)) throw error;
      process.stderr.write(`${set.name} was left out: ${error.message}\n`);
    }
  }
}

function noSet(): number {
  process.stderr.write('No set could be run.\n');
  return 2;
}
