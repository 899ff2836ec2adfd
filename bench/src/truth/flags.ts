import { parseArgs } from 'node:util';
import { UsageError } from '../command-line/choose-sets.ts';
import type { ScenarioPlan } from './scenario.ts';
import { scenarios } from './scenarios/index.ts';

/** How `npm run bench -- truth` is called. */
export interface TruthFlags {
  readonly scenarios: readonly ScenarioPlan[];
  /** As `--models` of the command line has them. */
  readonly models: string;
  /** Every scenario with the default models: what the results file shows. */
  readonly isWhole: boolean;
}

/** @throws UsageError with a sentence that names what is wrong */
export function readTruthFlags(args: readonly string[]): TruthFlags {
  const { only, models } = parse(args);
  const wanted = only?.flatMap((names) => names.split(','));
  const names = scenarios.map(({ name }) => name);
  const unknown = wanted?.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`There is no scenario "${unknown}"; they are ${names.join(', ')}.`);
  }
  return {
    scenarios: scenarios.filter(({ name }) => !wanted || wanted.includes(name)),
    models: models ?? 'auto',
    isWhole: only === undefined && models === undefined,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { only: { type: 'string', multiple: true }, models: { type: 'string' } },
    }).values;
  } catch (error) {
    // an unknown flag, a flag without its value, a word that is no flag
    if (!(error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS_')) throw error;
    const [what = ''] = (error as Error).message.split(/[.\n]/);
    throw new UsageError(`${what}; the flags are --only NAME,... and --models LIST.`);
  }
}
