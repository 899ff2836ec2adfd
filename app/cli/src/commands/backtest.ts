import type { Command } from 'commander';
import { addInputOptions, type InputFlags, inputHelp } from './input-options.ts';

export function registerBacktest(program: Command): void {
  const command = program
    .command('backtest')
    .description('Forecast past windows as if they were the future, and score the forecasts.')
    .argument('<input>', inputHelp);
  addInputOptions(command)
    .option('--windows <n>', 'how many past windows, or as many as the history has room for', '3')
    .option('--step <n>', 'steps between the windows (default: the horizon)')
    .option('--cutoff <date>', 'last date that may be used at all')
    .action(async (input: string, flags: InputFlags) => {
      const { runBacktestCommand } = await import('../backtest/run-backtest-command.ts');
      await runBacktestCommand(input, flags);
    });
}
