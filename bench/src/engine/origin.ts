import { UsageError } from '../command-line/choose-sets.ts';

/**
 * Windows earlier than the test window (0, -1, -2 ...) of an origin: -1 is the last origin of a set, whose horizon is
 * the test window; -2 and -3 lie one and two horizons earlier.
 */
export function windowOfOrigin(origin: string): number {
  if (!/^-[1-9]\d*$/.test(origin)) {
    throw new UsageError(
      `"${origin}" is no origin: -1 is the test window, -2 and -3 are the windows before it.`,
    );
  }
  return Number(origin) + 1 || 0;
}
