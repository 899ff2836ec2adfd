import { parseArgs } from 'node:util';
import { UsageError } from './command-line/choose-sets.ts';
import { joinNegatives } from './command-line/join-negatives.ts';
import { windowOfOrigin } from './engine/origin.ts';
import { packagedSets } from './packaged/packaged-sets.ts';
import { preparePackaged } from './packaged/prepare-files.ts';
import type { ComparedOrigin } from './packaged/summary-table.ts';
import { writePackagedResults } from './packaged/write-results.ts';
import { compareMethods } from './peers/bench-methods.ts';
import { chooseMethods } from './peers/methods.ts';
import { preparePython } from './peers/prepare-python.ts';
import { methodTable } from './peers/table.ts';

/**
 * `npm run bench -- packaged [--sets NAME,...] [--methods NAME,...] [--origin N ...]`: ours beside its peers on retail sales
 * inside public packages, at the last three origins. Writes `bench/results/packaged.{md,json}`.
 */
export async function run(args: readonly string[]): Promise<number> {
  try {
    const { values } = parseArgs({
      args: joinNegatives(args, ['--origin']),
      options: {
        sets: { type: 'string' },
        methods: { type: 'string' },
        origin: { type: 'string', multiple: true, default: ['-1', '-2', '-3'] },
      },
    });
    const methods = chooseMethods(values.methods?.split(','), false);
    const origins = values.origin.map((origin) => ({ origin, window: windowOfOrigin(origin) }));
    const python = await preparePython();
    const all = packagedSets(await preparePackaged(python));
    const names = all.map(({ name }) => name);
    const wanted = values.sets?.split(',') ?? names;
    const unknown = wanted.find((name) => !names.includes(name));
    if (unknown) throw new UsageError(`There is no set "${unknown}"; they are ${names.join(', ')}.`);
    for (const set of all.filter(({ name }) => wanted.includes(name))) {
      const compared: ComparedOrigin[] = [];
      for (const { origin, window } of origins) {
        const outcome = await compareMethods(set, { every: 1, window, methods, python, leaveOut: true });
        process.stdout.write(`\n${set.name}, origin ${origin}\n\n${methodTable(outcome)}`);
        compared.push({ ...outcome, origin });
      }
      // after each set, so that a run that is stopped keeps what it has
      await writePackagedResults(compared, names);
    }
    return 0;
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    const isUsage = typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS');
    if (!(error instanceof UsageError || isUsage)) throw error;
    process.stderr.write(`${(error as Error).message}\n`);
    return 2;
  }
}
