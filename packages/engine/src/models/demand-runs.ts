/** A history as its demands and the known steps without one between them; unknown steps do not count. */
export interface Runs {
  /** Values other than zero, oldest first. */
  readonly demands: Float64Array;
  /** Of each demand, the known zeros since the one before it, or since the beginning. */
  readonly zeros: Int32Array;
  /** Known zeros after the last demand. */
  readonly after: number;
}

export function runsOf(values: Float64Array): Runs {
  let count = 0;
  for (let t = 0; t < values.length; t++) if (values[t] !== 0 && !Number.isNaN(values[t])) count++;
  const demands = new Float64Array(count);
  const zeros = new Int32Array(count);
  let found = 0;
  let run = 0;
  for (let t = 0; t < values.length; t++) {
    const y = values[t];
    if (Number.isNaN(y)) continue;
    if (y === 0) {
      run++;
      continue;
    }
    demands[found] = y;
    zeros[found++] = run;
    run = 0;
  }
  return { demands, zeros, after: run };
}
