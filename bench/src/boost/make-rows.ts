import { createRandom } from '@ordernimbus/engine';
import type { LabelledRows } from '@ordernimbus/engine/boost';
import { drawPoisson } from '../random/draw-counts.ts';

export const WIDTH = 30;

/**
 * Rows like those of a panel of sales: half of the columns are smooth, a third has few values, some have holes; the target is
 * a count with many zeros whose mean depends on ten columns and their pairs. The same seed gives the same rows.
 */
export function makeRows(count: number, seed: number): LabelledRows {
  const random = createRandom(seed, 'rows');
  const columns = Array.from({ length: WIDTH }, () => new Float32Array(count));
  const target = new Float32Array(count);
  const row = new Float64Array(WIDTH);
  for (let i = 0; i < count; i++) {
    for (let f = 0; f < WIDTH; f++) {
      let value = random();
      if (f % 3 === 2) value = Math.floor(value * 7) / 7;
      row[f] = value;
      (columns[f] as Float32Array)[i] = f % 10 === 9 && random() < 0.2 ? Number.NaN : value;
    }
    const at = (f: number): number => row[f] as number;
    const score =
      1.5 * at(0) +
      Math.sin(6 * at(1)) +
      2 * at(2) * at(3) -
      at(4) ** 2 +
      (at(5) > 0.7 ? 1 : 0) +
      0.5 * at(6) -
      at(7) * at(8) -
      1;
    target[i] = drawPoisson(Math.exp(score), random);
  }
  return {
    features: { rows: count, columns, categorical: columns.map(() => false) },
    target,
    weight: new Float32Array(count).fill(1),
  };
}
