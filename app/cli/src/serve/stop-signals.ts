const parentPollMs = 300;

/**
 * Calls `stop` once: on Ctrl-C, on SIGTERM, when the terminal closes, or when the command that started us is gone
 * (a killed npm tells nobody).
 */
export function onStopRequest(parentPid: number | undefined, stop: (reason: string) => void): void {
  let isStopping = false;
  const once = (reason: string): void => {
    if (isStopping) return;
    isStopping = true;
    stop(reason);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => once(signal));
  if (parentPid === undefined || parentPid !== process.ppid) return;
  setInterval(
    () => process.ppid !== parentPid && once('the command that started us ended'),
    parentPollMs,
  ).unref();
}
