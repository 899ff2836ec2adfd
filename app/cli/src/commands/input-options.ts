import type { Command } from 'commander';

/** Flags as commander gives them: text, checked in `settings.ts`. */
export interface InputFlags {
  readonly horizon: string;
  readonly out?: string;
  readonly frequency: string;
  readonly levels: string;
  readonly models: string;
  readonly map?: string;
  readonly threads?: string;
  readonly seed: string;
  readonly memory: string;
  readonly summary?: string;
  readonly sheet?: string;
  readonly cutoff?: string;
  readonly future?: string;
  readonly futureSheet?: string;
  readonly explain?: string;
  readonly holidays?: string;
  readonly windows?: string;
  readonly step?: string;
}

/** What the input of both may be. */
export const inputHelp =
  'one row an observation (item, location (optional), date, quantity, ...), or one row an item and a column for each day, week or month';

/** What forecast and backtest have in common. */
export function addInputOptions(command: Command): Command {
  return command
    .requiredOption('--horizon <n>', 'steps ahead')
    .option('--sheet <name>', 'sheet of an Excel workbook (default: the largest)')
    .option('--out <file>', 'CSV, CSV.gz or Parquet by extension (default: CSV to standard output)')
    .option('--frequency <f>', 'H, D, W, M, Q, Y or auto', 'auto')
    .option('--levels <list>', 'central intervals in percent', '50,80,95')
    .option('--models <list>', 'auto, fast, or names separated by commas', 'auto')
    .option('--map <pairs>', 'columns by name: item=SKU,quantity=Units')
    .option('--holidays <place>', 'country, or country-region, whose holidays count: DE, US-TX')
    .option('--threads <n>', 'engine threads (default: all cores)')
    .option('--seed <n>', 'seed of the random numbers', '1')
    .option('--memory <mib>', 'memory for reading and sorting the input, MiB', '1024')
    .option('--summary <file>', 'write counts, accuracy, seconds and memory as JSON');
}
