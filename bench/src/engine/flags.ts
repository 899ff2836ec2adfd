import { parseArgs } from 'node:util';
import { UsageError } from '../command-line/choose-sets.ts';
import { joinNegatives } from '../command-line/join-negatives.ts';
import { windowOfOrigin } from './origin.ts';

/** How `npm run bench -- engine` is called. */
export const engineUsage = `Usage:
  npm run bench -- engine [--methods NAME,...] [--whole]
      Ours beside its peers on the test window, one thread each; installs the peers on the first run and writes
      bench/results/engine.{md,json}.
  npm run bench -- engine --origin N [--models NAME] [--threads N]
      Ours alone on other windows, to tune on: a table, nothing is written.
  npm run bench -- engine --peers --origin N [--methods NAME,...] [--whole]
      Ours beside its peers on other windows; prints only.
Flags:
  --origin N          where the history ends: -1 = before the test window, -2 and -3 = one and two horizons earlier;
                      may be repeated
  --peers             beside the peers; needed only together with --origin
  --sets NAME,...     these data sets in place of the usual ones
  --every N           every N-th series; prints only
  --methods NAME,...  beside the peers: these methods of ours and theirs
  --whole             beside the peers: seven sets in place of four, and the slow methods
  --models NAME       ours alone: auto (default), fast, ets, boosted ...
  --threads N         ours alone; default 1
`;

interface CommonFlags {
  /** Windows before the test window, 0 = the test window itself. */
  readonly origins: readonly { readonly origin: string; readonly window: number }[];
  readonly sets: readonly string[] | undefined;
  readonly every: number;
}

export type EngineFlags =
  | ({
      readonly run: 'peers';
      readonly methods: readonly string[] | undefined;
      readonly whole: boolean;
    } & CommonFlags)
  | ({ readonly run: 'origins'; readonly models: string; readonly threads: number } & CommonFlags)
  | { readonly run: 'help' };

/**
 * What the arguments ask for: the comparison with the peers, unless `--origin` without `--peers` asks for the table of
 * our own origins.
 * @throws UsageError with a sentence that names the flag
 */
export function readEngineFlags(args: readonly string[]): EngineFlags {
  const values = parse(args);
  if (values.help) return { run: 'help' };
  const beside = values.peers || values.origin === undefined;
  const common = {
    origins: (values.origin ?? ['-1']).map((origin) => ({ origin, window: windowOfOrigin(origin) })),
    sets: values.sets,
    every: countOf('--every', values.every ?? '1'),
  };
  if (!beside) {
    refuse(
      values,
      ['methods', 'whole'],
      'is for the comparison with the peers: add --peers or leave out --origin.',
    );
    const threads = countOf('--threads', values.threads ?? '1');
    return { run: 'origins', ...common, models: values.models ?? 'auto', threads };
  }
  const alone = `is for ours alone: ${values.peers ? 'leave out --peers' : 'add --origin -2 or an earlier one'}.`;
  refuse(
    values,
    ['models'],
    `${alone} Beside the peers --methods chooses ours too (nimbus, nimbus-fast ...).`,
  );
  refuse(values, ['threads'], `${alone} Beside the peers each method has one thread.`);
  return { run: 'peers', ...common, methods: values.methods, whole: values.whole ?? false };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: joinNegatives(args, ['--origin']),
      options: {
        origin: { type: 'string', multiple: true },
        peers: { type: 'boolean' },
        sets: { type: 'string', multiple: true },
        every: { type: 'string' },
        methods: { type: 'string', multiple: true },
        whole: { type: 'boolean' },
        models: { type: 'string' },
        threads: { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    // an unknown flag, a flag without its value, a word that is no flag
    if (!(error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS_')) throw error;
    const [what = ''] = (error as Error).message.split(/[.\n]/);
    throw new UsageError(`${what}; npm run bench -- engine --help names the flags.`);
  }
}

type Values = ReturnType<typeof parse>;

function refuse(values: Values, flags: readonly (keyof Values)[], why: string): void {
  for (const flag of flags) {
    if (values[flag] !== undefined) throw new UsageError(`--${flag} ${why}`);
  }
}

function countOf(flag: string, text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new UsageError(`${flag} ${text} is no whole number of 1 or more.`);
  return Number(text);
}
