import { describe, expect, it } from 'vitest';
import type { Panel } from '../src/contract.ts';
import { forecastPanel } from '../src/forecast-panel.ts';
import { fitEffects } from '../src/models/regression/fit-effects.ts';
import { type Regressors, regressorsOf } from '../src/models/regression/regressors.ts';
import { trainPanelModel } from '../src/panel-model/train-panel-model.ts';
import { createRandom } from '../src/random/random.ts';
import { mustForecast, options } from './helpers.ts';

const days = 300;
const ahead = 14;
const horizon = ahead;

/** Prices go up and down; at the higher ones `atHigh` units are sold a day, else 15. */
function makePanel(
  series: number,
  atHigh: number,
  changeAhead: (price: number, step: number) => number = (price) => price,
): Panel {
  const offsets = Uint32Array.from({ length: series + 1 }, (_, s) => s * days);
  const starts = Uint32Array.from({ length: series + 1 }, (_, s) => s * (days + ahead));
  const values = new Float64Array(series * days);
  const prices = new Float32Array(series * (days + ahead));
  for (let s = 0; s < series; s++) {
    const random = createRandom(9, `series ${s}`);
    for (let t = 0; t < days + ahead; t++) {
      const busy = Math.floor((t + 5 * s) / 10) % 3 === 0;
      const usual = busy ? 12 : 9 + Math.floor(3 * random());
      prices[s * (days + ahead) + t] = t < days ? usual : changeAhead(usual, t - days);
      if (t < days) values[s * days + t] = Math.round((busy ? atHigh : 15) * (0.6 + 0.8 * random()));
    }
  }
  return {
    values,
    offsets,
    keys: Array.from({ length: series }, (_, s) => `item ${s}|`),
    lastDay: 19_000,
    covariates: { starts, known: [{ name: 'price', kind: 'price', values: prices }], attributes: [] },
  };
}

/** A profile, and `fast` for series that have no panel model. */
const profiles = ['auto', 'fast', 'fast without a panel'] as const;
type Profile = (typeof profiles)[number];

const meansOf = (panel: Panel, profile: Profile): Float64Array[] => {
  const asked = options({ horizon, models: profile === 'auto' ? 'auto' : 'fast' });
  const model = profile === 'fast without a panel' ? undefined : trainPanelModel(panel, asked);
  expect(model === undefined).toBe(profile === 'fast without a panel');
  return forecastPanel(panel, asked, model).map((result) => mustForecast(result).mean);
};

/** How a cut on every third day ahead changes the forecasts of those days and of the others, as shares of the plan. */
function changesByCut(atHigh: number, profile: Profile): { cut: number[]; others: number[] } {
  const planned = meansOf(makePanel(24, atHigh), profile);
  const isCut = (step: number): boolean => step % 3 === 1;
  const cut = meansOf(
    makePanel(24, atHigh, (price, step) => (isCut(step) ? 0.7 * price : price)),
    profile,
  );
  const change = planned.flatMap((mean, s) =>
    [...mean].map((before, k) => [k, (cut[s]?.[k] as number) / before - 1]),
  );
  return {
    cut: change.flatMap(([k, by]) => (isCut(k as number) ? [by as number] : [])),
    others: change.flatMap(([k, by]) => (isCut(k as number) ? [] : [by as number])),
  };
}

describe('a lower price ahead', () => {
  it.each(profiles)('never lowers the forecast where high prices went with high sales: %s', (profile) => {
    const { cut, others } = changesByCut(30, profile);
    expect(Math.min(...cut)).toBeGreaterThanOrEqual(-1e-9);
    expect(Math.min(...others)).toBeGreaterThanOrEqual(-1e-9);
  });

  it.each(profiles)('raises the forecast of its days where prices decided the sales: %s', (profile) => {
    const { cut, others } = changesByCut(8, profile);
    expect(Math.min(...cut)).toBeGreaterThanOrEqual(-1e-9);
    expect(cut.reduce((sum, by) => sum + by, 0) / cut.length).toBeGreaterThan(0.1);
    expect(Math.max(...others.map(Math.abs))).toBeLessThan(1e-9);
  });

  it('has no positive elasticity in a single series, and leaves the other effects to be learned', () => {
    const flagged = (t: number): number => (t % 9 < 2 ? 1 : 0);
    const panel = makePanel(1, 30);
    const flags = Float32Array.from({ length: days + ahead }, (_, t) => flagged(t));
    const values = panel.values.map((y, t) => y * (1 + flagged(t)));
    const known = [
      ...(panel.covariates?.known ?? []),
      { name: 'promotion', kind: 'flag' as const, values: flags },
    ];
    const both = { ...panel, values, covariates: { ...panel.covariates, known } } as Panel;
    const regressors = regressorsOf(both, 0, 0) as Regressors;
    const { factors } = fitEffects(values, regressors, 7);
    const prices = regressors.columns[0] as Float64Array;
    for (let t = 0; t < days; t++) {
      // factor = price effect, which is none, times 2 on a promoted day
      expect(
        Math.abs((factors[t] as number) / (1 + flagged(t)) - 1),
        `day ${t}, price ${prices[t]}`,
      ).toBeLessThan(0.15);
    }
  });
});
