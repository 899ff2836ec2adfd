/** One run: so many series of so many days took so many CPU seconds. */
export interface CostPoint {
  readonly series: number;
  readonly days: number;
  readonly cpuSeconds: number;
}

/** CPU seconds = `start` + series * (`perSeries` + `perDay` * days), and `training` where the panel has a model. */
export interface CostFormula {
  readonly start: number;
  readonly training: number;
  readonly perSeries: number;
  readonly perDay: number;
}

/** Shortest history of which three tenths hold a horizon of 28 days: a shorter one has no panel model. */
const DAYS_OF_A_MODEL = 94;

/**
 * Least squares of the relative error, so that small runs count as much as large ones; coefficients are not allowed below
 * zero (one that would be is left out and the others are fitted again).
 */
export function fitCost(points: readonly CostPoint[]): CostFormula {
  const columns = [
    () => 1,
    ({ days }: CostPoint) => (days < DAYS_OF_A_MODEL ? 0 : 1),
    ({ series }: CostPoint) => series,
    ({ series, days }: CostPoint) => series * days,
  ];
  let kept = [0, 1, 2, 3];
  for (;;) {
    const rows = points.map((point) =>
      kept.map((c) => (columns[c] as (p: CostPoint) => number)(point) / point.cpuSeconds),
    );
    const solution = solveNormal(rows);
    const worst = solution.findIndex((value) => value < 0);
    if (worst < 0) {
      const out = [0, 0, 0, 0];
      for (const [i, c] of kept.entries()) out[c] = solution[i] as number;
      const [start = 0, training = 0, perSeries = 0, perDay = 0] = out;
      return { start, training, perSeries, perDay };
    }
    kept = kept.filter((_, i) => i !== worst);
  }
}

/** Least squares of `rows` x = 1, by the normal equations and Gauss-Jordan. */
function solveNormal(rows: readonly (readonly number[])[]): number[] {
  const n = rows[0]?.length ?? 0;
  const at = (row: readonly number[], i: number): number => row[i] as number;
  const matrix = Array.from({ length: n }, (_, i) => [
    ...Array.from({ length: n }, (_, j) => rows.reduce((sum, row) => sum + at(row, i) * at(row, j), 0)),
    rows.reduce((sum, row) => sum + at(row, i), 0),
  ]);
  for (let i = 0; i < n; i++) {
    const pivotRow = matrix[i] as number[];
    const pivot = at(pivotRow, i);
    for (let j = 0; j <= n; j++) pivotRow[j] = at(pivotRow, j) / pivot;
    for (const [r, row] of matrix.entries()) {
      const factor = at(row, i);
      if (r !== i) for (let j = 0; j <= n; j++) row[j] = at(row, j) - factor * at(pivotRow, j);
    }
  }
  return matrix.map((row) => at(row, n));
}

export const costOf = (formula: CostFormula, series: number, days: number): number =>
  formula.start +
  (days < DAYS_OF_A_MODEL ? 0 : formula.training) +
  series * (formula.perSeries + formula.perDay * days);
