import { parseArgs } from 'node:util';
import { benchOneSet } from './accuracy/bench-one-set.ts';
import { chooseSets, UsageError } from './command-line/choose-sets.ts';
import { joinNegatives } from './command-line/join-negatives.ts';
import { windowOfOrigin } from './engine/origin.ts';
import { type OriginOutcome, originTable } from './engine/origin-table.ts';
import { compareMethods } from './peers/bench-methods.ts';
import { chooseMethods, quickSets, wholeSets } from './peers/methods.ts';
import { preparePython } from './peers/prepare-python.ts';
import { methodTable } from './peers/table.ts';
import { writePeerResults } from './peers/write-results.ts';
import type { BenchSet } from './sets/bench-set.ts';
import { MissingDataError } from './sets/shared-data.ts';

/**
 * `npm run bench -- engine --origin -2 [--origin -3]`: the command line on the windows before the test window, on
 * which settings may be chosen. Prints one compact table and writes nothing.
 *
 * `npm run bench -- engine --peers`: on the test window beside other projects' methods, run here too. Writes
 * `bench/results/engine.{md,json}`.
 */
export async function run(args: readonly string[]): Promise<number> {
  try {
    const flags = readFlags(args);
    return flags.peers ? await compareWithPeers(flags) : await compareOrigins(flags);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

type Flags = ReturnType<typeof readFlags>;

function readFlags(args: readonly string[]) {
  const { values } = parseArgs({
    args: joinNegatives(args, ['--origin']),
    options: {
      origin: { type: 'string', multiple: true },
      sets: { type: 'string', multiple: true },
      models: { type: 'string', default: 'auto' },
      every: { type: 'string', default: '1' },
      threads: { type: 'string', default: '1' },
      peers: { type: 'boolean', default: false },
      methods: { type: 'string', multiple: true },
      whole: { type: 'boolean', default: false },
    },
  });
  if (!values.peers && (values.methods || values.whole)) {
    throw new UsageError('--methods and --whole belong to --peers.');
  }
  if (values.peers && (values.models !== 'auto' || values.threads !== '1')) {
    throw new UsageError('With --peers every method has one thread, and --methods chooses among them.');
  }
  const origins = values.origin ?? (values.peers ? ['-1'] : ['-2']);
  return { ...values, origins: origins.map((origin) => ({ origin, window: windowOfOrigin(origin) })) };
}

async function compareOrigins(flags: Flags): Promise<number> {
  const options = { every: Number(flags.every), threads: Number(flags.threads), models: flags.models };
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

async function compareWithPeers(flags: Flags): Promise<number> {
  const methods = chooseMethods(flags.methods, flags.whole);
  const sets = chooseSets(flags.sets ?? (flags.whole ? [...wholeSets] : [...quickSets]));
  const every = Number(flags.every);
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
