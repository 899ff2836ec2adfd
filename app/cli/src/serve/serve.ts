import { setTimeout as sleep } from 'node:timers/promises';
import { compose } from './compose.ts';
import type { ServeConfig } from './config.ts';
import { prepareDataFolder } from './data-folder.ts';
import { ServeError } from './errors.ts';
import { claimDataFolder, findRunningInstance, type RunningInstance } from './run-file.ts';
import { loadSample } from './sample/load-sample.ts';
import { onStopRequest } from './stop-signals.ts';
import type { Terminal } from './terminal.ts';
import { formatSeconds } from './terminal.ts';

const startPatienceMs = 180_000;
const stopPatienceMs = 35_000;

/** Another process serves this data folder: says where, once it has come up. Answers the exit status. */
async function pointToRunning(
  config: ServeConfig,
  holder: RunningInstance,
  terminal: Terminal,
): Promise<number> {
  let current: RunningInstance | undefined = holder;
  if (!current.url)
    terminal.say(`OrderNimbus is being started by another command (process ${holder.pid}) ...`);
  for (
    const end = Date.now() + startPatienceMs;
    current && !current.url && Date.now() < end;
    await sleep(250)
  ) {
    current = findRunningInstance(config.dataDir);
  }
  if (!current) throw new ServeError('The other command ended before it was up: run this one again.');
  if (!current.url) {
    throw new ServeError(
      `Process ${current.pid} has been starting for minutes: end it (kill ${current.pid}) and run this command again.`,
    );
  }
  terminal.say(`OrderNimbus already runs here (process ${current.pid}): open ${current.url}`);
  return 0;
}

/**
 * Serves the whole product on this machine until it is told to stop, and then leaves nothing running.
 * Answers the exit status.
 */
export async function serve(config: ServeConfig, terminal: Terminal): Promise<number> {
  const began = performance.now();
  prepareDataFolder(config.dataDir);
  const claim = claimDataFolder(config.dataDir);
  if ('pid' in claim) return pointToRunning(config, claim, terminal);

  const stack = new AsyncDisposableStack();
  stack.defer(() => claim.release());
  const { promise: stopRequest, resolve: requestStop } = Promise.withResolvers<string>();
  onStopRequest(config.parentPid, requestStop);
  let isStopping = false;

  const run = async (): Promise<number> => {
    terminal.say(`Data folder: ${config.dataDir}`);
    const product = await compose(config, stack, terminal);
    claim.publish(product.url);
    terminal.say(`Serving at ${product.url} after ${formatSeconds(performance.now() - began)}`);
    if (config.loadsSample) await loadSample(product, terminal, () => isStopping);
    if (isStopping) return 0;
    terminal.say('');
    terminal.say(`OrderNimbus is ready: open ${product.url}`);
    terminal.say('Stop it with Ctrl-C; everything is kept for the next start.');
    await product.databaseEnded;
    if (!isStopping)
      throw new ServeError(
        `The database ended: ${config.dataDir}/postgres.log says why; run the command again.`,
      );
    return 0;
  };

  const stopped = stopRequest.then((reason) => {
    isStopping = true;
    terminal.say(reason === 'SIGINT' ? 'Stopping ...' : `Stopping (${reason}) ...`);
    return 0;
  });
  const running = run();
  // what fails because everything is being taken down is no news
  running.catch(() => {});
  try {
    return await Promise.race([running, stopped]);
  } finally {
    isStopping = true;
    const deadline = setTimeout(() => process.exit(1), stopPatienceMs);
    await stack.disposeAsync();
    clearTimeout(deadline);
  }
}
