const MILLION = 1_000_000;

/** What a run of the generated panel may take. */
export interface Goals {
  readonly seconds: number;
  readonly peakMiB: number;
}

/**
 * 15 minutes and 2 GiB for a million series. Of fewer, their share of the minutes but at least one for start and training,
 * and one GiB with their share of the second: reading and sorting need theirs whatever the size.
 */
export function goalsOf(series: number): Goals {
  const share = series / MILLION;
  return { seconds: Math.max(60, 900 * share), peakMiB: 1024 + 1024 * share };
}
