import type { Covariates, Panel } from '../src/contract.ts';
import { createRandom } from '../src/random/random.ts';

export const days = 400;
export const ahead = 14;
export const promoted = (s: number, t: number): boolean => Math.floor((t + 3 * s) / 5) % 4 === 0;

/** Shops with a weekly rhythm of which a promotion triples the sales; its days differ from shop to shop. */
export function makePanel(series: number, effect = 3): Panel {
  const offsets = new Uint32Array(series + 1);
  const starts = new Uint32Array(series + 1);
  for (let s = 0; s < series; s++) {
    const length = days - 10 * (s % 3);
    offsets[s + 1] = (offsets[s] as number) + length;
    starts[s + 1] = (starts[s] as number) + length + ahead;
  }
  const values = new Float64Array(offsets[series] as number);
  const flags = new Float32Array(starts[series] as number);
  for (let s = 0; s < series; s++) {
    const random = createRandom(5, `series ${s}`);
    const from = offsets[s] as number;
    const length = (offsets[s + 1] as number) - from;
    for (let t = 0; t < length + ahead; t++) {
      const flag = promoted(s, t) ? 1 : 0;
      flags[(starts[s] as number) + t] = flag;
      if (t >= length) continue;
      const level = 20 * (1 + (s % 5)) * (1 + 0.3 * Math.sin((2 * Math.PI * t) / 7));
      values[from + t] = Math.round(level * (flag ? effect : 1) * (0.8 + 0.4 * random()));
    }
  }
  const covariates: Covariates = {
    starts,
    known: [{ name: 'promotion', kind: 'flag', values: flags }],
    attributes: [],
  };
  return {
    values,
    offsets,
    keys: Array.from({ length: series }, (_, s) => `item ${s}|`),
    lastDay: 19_000,
    covariates,
  };
}
