import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { chooseSets, UsageError } from './command-line/choose-sets.ts';
import { joinNegatives } from './command-line/join-negatives.ts';
import { windowOfOrigin } from './engine/origin.ts';
import { benchOneOrigin } from './hierarchy/bench-one-origin.ts';
import { type OriginScores, originsTable } from './hierarchy/origins-table.ts';
import { MissingDataError } from './sets/shared-data.ts';

const results = new URL('../results/hierarchy.md', import.meta.url);

/**
 * `npm run bench -- hierarchy --origin -2 --origin -3`: how well the sum of a set's series is forecast when the series are
 * added up, and when they are reconciled with a forecast of the sum itself.
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
      write: { type: 'boolean', default: false },
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
  const table = originsTable(set, origins);
  process.stdout.write(table);
  if (values.write) {
    const command = `npm run bench -- hierarchy ${values.origin.map((origin) => `--origin ${origin}`).join(' ')} --write`;
    await writeFile(
      results,
      `# Reconciling the series of ${set.name} with their sum\n\nWritten by \`${command}\`. RMSSE of the sum of the series / ${set.mainMetric} of the series; origin -1 is the test window.\n\n${table}`,
    );
  }
  return 0;
}
