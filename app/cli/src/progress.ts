export interface Progress {
  add(count: number): void;
  /** Clears the line. */
  end(): void;
}

interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const everyMs = 200;

/** One line on a terminal: done, rate, time left. Silent elsewhere. */
export function createProgress(
  what: string,
  total: number,
  stream: ProgressStream = process.stderr,
  now: () => number = () => performance.now(),
): Progress {
  const started = now();
  let done = 0;
  let printed = Number.NEGATIVE_INFINITY;
  return {
    add(count) {
      done += count;
      const time = now();
      if (!stream.isTTY || time - printed < everyMs) return;
      printed = time;
      const rate = done / Math.max((time - started) / 1000, 1e-3);
      const left = rate > 0 ? describeSeconds((total - done) / rate) : '?';
      stream.write(
        `\r\u001b[K${done.toLocaleString('en')} of ${total.toLocaleString('en')} ${what}, ${rate >= 10 ? Math.round(rate).toLocaleString('en') : rate.toFixed(1)} a second, ${left} left`,
      );
    },
    end() {
      if (stream.isTTY && printed > Number.NEGATIVE_INFINITY) stream.write('\r\u001b[K');
    },
  };
}

export function describeSeconds(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
