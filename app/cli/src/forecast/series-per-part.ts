const most = 64;

/** Parts small enough that every thread has work until the end; where they are cut changes no result. */
export function seriesPerPart(series: number, threads: number): number {
  return Math.max(1, Math.min(most, Math.ceil(series / (threads * 8))));
}
