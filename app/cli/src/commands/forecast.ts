import type { Command } from 'commander';
import { addInputOptions, type InputFlags, inputHelp } from './input-options.ts';

export function registerForecast(program: Command): void {
  const command = program
    .command('forecast')
    .description('Forecast every series of a CSV, CSV.gz, TSV, Excel (XLSX) or Parquet file.')
    .argument('<input>', inputHelp);
  addInputOptions(command)
    .option('--cutoff <date>', 'last date that may be used as history')
    .option('--future <file>', 'known future: the key columns and open, price, promotion ...')
    .option('--future-sheet <name>', 'sheet of the known future, where it is an Excel workbook')
    .option(
      '--explain <series>',
      'ITEM or ITEM|LOCATION: print why its forecast is what it is (in place of the CSV, unless --out is given)',
    )
    .action(async (input: string, flags: InputFlags) => {
      const { runForecastCommand } = await import('../forecast/run-forecast-command.ts');
      await runForecastCommand(input, flags);
    });
}
