import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { CliError } from './cli-error.ts';
import { registerBacktest } from './commands/backtest.ts';
import { registerForecast } from './commands/forecast.ts';
import { registerImport } from './commands/import.ts';
import { registerServe } from './commands/serve.ts';
import { cannotWrite } from './output/cannot-write.ts';
import { remark } from './output/say.ts';

// A command file only describes its options; what it runs is imported when it is asked for.
const registrations = [registerForecast, registerBacktest, registerImport, registerServe];

async function main(): Promise<number> {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  const program = new Command('nimbus')
    .description('Sales forecasts with honest quantiles, from the command line.')
    .version(version)
    .exitOverride()
    .configureOutput({ outputError: () => undefined });
  for (const register of registrations) register(program);
  for (const command of program.commands) {
    command.exitOverride().configureOutput({ outputError: () => undefined });
  }
  try {
    await program.parseAsync(process.argv);
    return 0;
  } catch (error) {
    return reportError(error);
  }
}

function reportError(error: unknown): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    if (error.code === 'commander.help') return 2;
    say(error.message.replace(/^error: /, ''));
    return 2;
  }
  if (error instanceof CliError) {
    say(error.message);
    return 2;
  }
  if (error instanceof Error && error.name === 'AbortError') {
    say('stopped.');
    return 130;
  }
  // Not foreseen: still one sentence, and where the rest can be seen.
  say(`something unexpected went wrong: ${error instanceof Error ? error.message : String(error)}`);
  return 1;
}

function say(message: string): void {
  const text = message.trim();
  remark(/[.!?]$/.test(text) ? text : `${text}.`);
}

// A reader that has seen enough (`| head`) is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  say(cannotWrite('standard output', error).message);
  process.exit(2);
});
process.exitCode = await main();
