/** Origins of the back-test: index of the last value each window may use, ascending. */
export interface WindowPlan {
  /** Every origin evaluated as evidence; late ones see only part of the horizon. */
  readonly origins: Int32Array;
  /** Positions in `origins` of the windows that are reported, each with the whole horizon ahead of it. */
  readonly reported: Int32Array;
  /** Positions in `origins` at which the parameters are estimated anew. */
  readonly refits: Int32Array;
}

/** Origins that weights and ranges rest on; a quick profile does with fewer. */
export const EVIDENCE_ORIGINS = 30;

/** Steps that the windows look at, at least. */
const LEAST_STEPS = 24;

/**
 * Plans the windows of a series of `length` values: the ones asked for, as far as `minimum` values come before the first,
 * and others between them, so that weights and quantiles rest on more than a few windows.
 *
 * Where the ones asked for touch, and as many as the `evidence` wants fit into the span by going on before them, these are all:
 * they see each of its steps once, and what lies between them would see some of the steps again.
 */
export function planWindows(
  length: number,
  minimum: number,
  horizon: number,
  windows: number,
  step: number,
  evidence = EVIDENCE_ORIGINS,
): WindowPlan {
  const last = length - 1 - horizon;
  const reportedOrigins: number[] = [];
  for (let w = 0; w < windows; w++) {
    const origin = last - w * step;
    if (origin >= minimum - 1) reportedOrigins.push(origin);
  }
  const asked = reportedOrigins.length > 0 ? reportedOrigins[reportedOrigins.length - 1] : length - 1;
  const span = Math.max(5 * horizon, LEAST_STEPS);
  const earliest = Math.max(minimum - 1, Math.min(asked, length - 1 - horizon - span), 0);
  const set = new Set(reportedOrigins);
  const latest = length - 2;
  const before = evidence - reportedOrigins.length;
  const isRow = step === horizon && evidence * horizon >= LEAST_STEPS;
  if (isRow && before > 0 && asked - earliest >= before * horizon) {
    for (let i = 0; i < before; i++) set.add(earliest + Math.round((i * (asked - earliest)) / before));
  } else if (earliest <= latest) {
    const count = Math.min(evidence, latest - earliest + 1);
    for (let i = 0; i < count; i++) {
      set.add(earliest + Math.round((i * (latest - earliest)) / Math.max(1, count - 1)));
    }
  }
  const origins = Int32Array.from(set).sort();
  const reported = Int32Array.from(reportedOrigins.reverse().map((origin) => origins.indexOf(origin)));
  const refits: number[] = [];
  if (origins.length > 0) {
    refits.push(0);
    if (length < 200 && origins.length >= 6)
      refits.push(Math.floor(origins.length / 3), Math.floor((2 * origins.length) / 3));
    else if (origins.length >= 6 && origins[0] < 0.6 * length) refits.push(Math.floor(origins.length / 2));
  }
  return { origins, reported, refits: Int32Array.from(refits) };
}
