import type { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { defaultPort } from '../default-port.ts';
import type { ServeFlags } from '../serve/config.ts';

export function registerServe(program: Command): void {
  program
    .command('serve')
    .description('Serve the whole product on this machine: database, API, worker and web application.')
    .option('--port <number>', `port on 127.0.0.1 (default: ${defaultPort}, or the next free one)`)
    .option('--data <folder>', 'folder for everything that lasts (default: a folder of this user)')
    .option('--no-sample', 'do not load the sample shop')
    .option('--no-web', 'serve the API alone, without the web application')
    .action(async (flags: ServeFlags) => {
      const { readServeConfig } = await import('../serve/config.ts');
      const { ServeError } = await import('../serve/errors.ts');
      const { serve } = await import('../serve/serve.ts');
      const { openTerminal } = await import('../serve/terminal.ts');
      try {
        const status = await serve(readServeConfig(flags), openTerminal());
        // pools and timers of libraries must not keep a stopped product alive
        process.exit(status);
      } catch (error) {
        if (error instanceof ServeError) throw new CliError(error.message);
        throw error;
      }
    });
}
