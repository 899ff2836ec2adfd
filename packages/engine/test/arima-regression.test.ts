import { describe, expect, it } from 'vitest';
import type { KnownColumn, Panel, SeriesForecast } from '../src/contract.ts';
import { forecastPanel } from '../src/forecast-panel.ts';
import { autoArima } from '../src/models/arima/auto-arima.ts';
import { arimaRegression } from '../src/models/regression/arima-regression.ts';
import { type Regressors, regressorsOf } from '../src/models/regression/regressors.ts';
import { createRandom } from '../src/random/random.ts';
import { mustForecast, normals, options } from './helpers.ts';
import { flagged, knownColumn, panelOfOne } from './known-columns.ts';

const days = 200;
const ahead = 14;
const price = (t: number): number => 2 + 0.5 * (Math.floor(t / 20) % 3);

/** A level that wanders back (AR 0.6), and what the known columns add. */
function demand(added: (t: number) => number): Float64Array {
  const normal = normals('errors');
  let error = 0;
  return Float64Array.from({ length: days }, (_, t) => {
    error = 0.6 * error + normal();
    return 30 + error + added(t);
  });
}

const column = (
  kind: KnownColumn['kind'],
  value: (t: number) => number,
  length = days + ahead,
): KnownColumn => knownColumn(kind, value, length);

const panelOf = (values: Float64Array, known: readonly KnownColumn[], steps = ahead): Panel =>
  panelOfOne(values, known, steps);

const promotion = column('flag', (t) => (flagged(t) ? 1 : 0));
const asked = options({ horizon: ahead, models: ['arima-regression'] });
const forecastOf = (panel: Panel): SeriesForecast => mustForecast(forecastPanel(panel, asked)[0] as never);

describe('a regression with ARIMA errors', () => {
  it('adds of a planned promotion what past ones added', () => {
    const result = forecastOf(
      panelOf(
        demand((t) => (flagged(t) ? 20 : 0)),
        [promotion],
      ),
    );
    expect(result.model).toMatch(/^arima-regression\(/);
    for (let k = 0; k < ahead; k++) {
      const truth = flagged(days + k) ? 50 : 30;
      expect(Math.abs((result.mean[k] as number) - truth), `day ${k}`).toBeLessThan(2);
    }
  });

  it('chooses the order by what the known columns leave', () => {
    // a launch halfway through: two levels look like a wandering one to a test that does not know of it
    const launched = (t: number): boolean => t >= 90;
    const values = demand((t) => (launched(t) ? 25 : 0));
    const known = [column('flag', (t) => (launched(t) ? 1 : 0))];
    expect(forecastOf(panelOf(values, known)).model).toMatch(/^arima-regression\(\d,0,\d\)/);
    expect(autoArima.train(values, { season: 1, cycles: [] }).label).toMatch(/^arima\(\d,1,\d\)/);
  });

  it('never lets a higher price raise what is expected', () => {
    const dear = (t: number): number => (t >= days ? 4 : price(t));
    const cheap = (t: number): number => (t >= days ? 1.5 : price(t));
    const mean = (slope: number, ahead: (t: number) => number): number =>
      forecastOf(
        panelOf(
          demand((t) => slope * (price(t) - 2.5)),
          [column('price', ahead)],
        ),
      ).mean[6] as number;
    expect(mean(-12, dear)).toBeLessThan(mean(-12, cheap) - 10);
    expect(mean(12, dear)).toBe(mean(12, cheap));
  });

  it('looks at nothing after the window it is tested on', () => {
    const values = demand((t) => (flagged(t) ? 20 : 0));
    const changed = values.slice().fill(90, 150);
    const regressors = regressorsOf(panelOf(values, [promotion]), 0, 0) as Regressors;
    const predict = (of: Float64Array): Float64Array => {
      const out = new Float64Array(ahead);
      arimaRegression
        .train(of.subarray(0, 150), { season: 7, cycles: [7], regressors })
        .predict(of, Int32Array.of(149), ahead, out);
      return out;
    };
    expect(predict(changed)).toEqual(predict(values));
  });

  it('is auto-arima where nothing differs', () => {
    const values = demand(() => 0);
    const plain = mustForecast(
      forecastPanel(
        { values, offsets: Uint32Array.of(0, days), keys: ['a'] },
        { ...asked, models: ['auto-arima'] },
      )[0] as never,
    );
    expect(forecastOf(panelOf(values, [column('flag', () => 0)])).mean).toEqual(plain.mean);
  });

  it('goes on without effects where its columns end with the history', () => {
    const values = demand((t) => (flagged(t) ? 20 : 0));
    const short = column('flag', (t) => (flagged(t) ? 1 : 0), days);
    for (const mean of forecastOf(panelOf(values, [short], 0)).mean) {
      expect(Math.abs(mean - 30)).toBeLessThan(4);
    }
  });

  it('stays finite and within reach of the past on whatever it is given', () => {
    const random = createRandom(9, 'anything');
    const kinds = ['flag', 'price', 'number', 'category'] as const;
    for (let round = 0; round < 40; round++) {
      const n = 2 + Math.floor(random() * 120);
      const scale = 10 ** (random() * 12 - 4);
      const values = Float64Array.from({ length: n }, () =>
        random() < 0.1 ? Number.NaN : random() < 0.4 ? 0 : Math.floor(random() * 9) * scale,
      );
      const wild = (): number => (random() < 0.2 ? Number.NaN : (random() - 0.2) * 10 ** (random() * 8));
      const known = kinds.map((kind) => column(kind, wild, n + ahead));
      const [result] = forecastPanel(panelOf(values, known), asked);
      if (!result?.ok) {
        expect(result?.code).not.toBe('internal');
        continue;
      }
      const largest = Math.max(0, ...values.filter((y) => !Number.isNaN(y)));
      for (const value of result.mean) {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(6 * largest + 1e-9);
      }
    }
  });
});
