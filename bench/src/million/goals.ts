const MILLION = 1_000_000;

/** What a run of the generated panel may take. */
export interface Goals {
  readonly seconds: number;
  readonly peakMiB: number;
}

/**
 * 15 minutes and 2 GiB for a million series. Of fewer, their share of the minutes but at least one for start and training,
 * and a GiB and a quarter with their share of the rest: reading and sorting need theirs whatever the size.
 */
export function goalsOf(series: number): Goals {
  const share = series / MILLION;
  return { seconds: Math.max(60, 900 * share), peakMiB: 1280 + 768 * share };
}
