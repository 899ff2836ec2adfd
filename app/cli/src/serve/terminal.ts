/** What the person at the terminal sees. */
export interface Terminal {
  say(line: string): void;
  /** A line that the next one replaces; at most one a second, one in five where lines cannot be replaced. */
  progress(line: string): void;
}

export function openTerminal(out: NodeJS.WriteStream = process.stdout): Terminal {
  const canReplace = out.isTTY === true;
  const intervalMs = canReplace ? 200 : 5000;
  let shownAt = Number.NEGATIVE_INFINITY;
  let isReplaceable = false;
  const clear = (): void => {
    if (isReplaceable) out.write('\r\u001b[K');
    isReplaceable = false;
  };
  // a terminal that is gone is no reason to stop serving
  out.on('error', () => {});
  return {
    say(line) {
      clear();
      out.write(`${line}\n`);
    },
    progress(line) {
      if (performance.now() - shownAt < intervalMs) return;
      shownAt = performance.now();
      clear();
      out.write(canReplace ? line.slice(0, (out.columns ?? 80) - 1) : `${line}\n`);
      isReplaceable = canReplace;
    },
  };
}

const counted = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
export const formatCount = (value: number): string => counted.format(value);
export const formatSeconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
