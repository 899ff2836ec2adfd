import { type Command, Option } from 'commander';
import { defaultPort } from '../default-port.ts';
import type { ImportFlags } from '../import/run-import-command.ts';

export function registerImport(program: Command): void {
  program
    .command('import')
    .description('Send a sales file to a running server, show what it would change, and import it.')
    .argument(
      '<file>',
      'CSV, TSV, CSV.gz, a ZIP with one of them, an Excel workbook (XLSX) or a Parquet file',
    )
    .option('--url <url>', 'where the server is', `http://127.0.0.1:${defaultPort}`)
    .addOption(new Option('--api-key <key>', 'a key with the scope "import"').env('NIMBUS_API_KEY'))
    .option('--sheet <name>', 'sheet of an Excel workbook (default: the largest)')
    .option('--map <meaning=column...>', 'say what a column means, e.g. --map item=Code quantity=Pcs')
    .option('--layout <layout>', 'long, order_lines, till_lines or stock')
    .option('--date-order <order>', 'ymd, dmy or mdy')
    .option(
      '--row-period <period>',
      'what a row covers: day, the week_from or week_until its date, or the month of it',
    )
    .option('--decimal <sign>', '. or ,')
    .option('--errors <file>', 'where to write the rows that are set aside, with their reasons (CSV)')
    .option('--yes', 'import without asking')
    .action(async (file: string, flags: ImportFlags) => {
      const { runImportCommand } = await import('../import/run-import-command.ts');
      await runImportCommand(file, flags);
    });
}
