import { expect, test } from 'vitest';
import { ets, ses } from '../src/models/ets.ts';
import {
  createTrace,
  type EtsForm,
  type EtsParameters,
  etsLoss,
  forecastEts,
  runEts,
} from '../src/models/ets-recursion.ts';
import { etsObjective, fitEts } from '../src/models/fit-ets.ts';

const HISTORY = Float64Array.from({ length: 40 }, (_, t) =>
  t === 7 || t === 20 ? Number.NaN : 3 + 0.05 * t + Math.sin((t * Math.PI) / 2) + ((t * 37) % 11) / 10,
);

function parameters(over: Partial<EtsParameters>): EtsParameters {
  return { alpha: 0, beta: 0, gamma: 0, phi: 0, level: 0, slope: 0, seasonal: new Float64Array(0), ...over };
}

const FORMS: EtsForm[] = [];
for (const multiplicativeError of [false, true]) {
  for (const trend of ['N', 'A', 'Ad'] as const) {
    for (const season of [0, 1, 2] as const) FORMS.push({ multiplicativeError, trend, season, period: 4 });
  }
}

test.each(FORMS)('the adjoint gradient equals finite differences: %o', (form) => {
  const period = form.season ? 4 : 0;
  const seasonalAt = 2 + (form.trend === 'N' ? 0 : 2) + (form.trend === 'Ad' ? 1 : 0) + (form.season ? 1 : 0);
  const x = Float64Array.from({ length: seasonalAt + period }, (_, i) => 0.1 * i - 0.3);
  x[1] = 3;
  if (form.trend !== 'N') x[seasonalAt - 1] = 0.05;
  for (let j = 0; j < period; j++) x[seasonalAt + j] = form.season === 2 ? 1 + 0.1 * j : 0.2 * j - 0.3;
  const objective = etsObjective(
    HISTORY,
    form,
    parameters({ seasonal: new Float64Array(period) }),
    createTrace(HISTORY.length, period),
  );
  const gradient = new Float64Array(x.length);
  const unused = new Float64Array(x.length);
  objective(x, gradient);
  for (let i = 0; i < x.length; i++) {
    const at = x[i];
    x[i] = at + 1e-6;
    const above = objective(x, unused);
    x[i] = at - 1e-6;
    const below = objective(x, unused);
    x[i] = at;
    const numeric = (above - below) / 2e-6;
    expect(Math.abs(numeric - gradient[i])).toBeLessThan(1e-6 * (1 + Math.abs(gradient[i])));
  }
});

test('simple smoothing by hand: levels 10, 11, 10.5, 12.25 at alpha 0.5', () => {
  const form: EtsForm = { multiplicativeError: false, trend: 'N', season: 0, period: 1 };
  const trace = createTrace(3, 0);
  runEts(Float64Array.of(12, 10, 14), form, parameters({ alpha: 0.5, level: 10 }), trace);
  expect([...trace.level.subarray(0, 4)]).toEqual([10, 11, 10.5, 12.25]);
  expect([...trace.error]).toEqual([2, -1, 3.5]);
});

test('an unknown value carries the level forward', () => {
  const form: EtsForm = { multiplicativeError: false, trend: 'N', season: 0, period: 1 };
  const trace = createTrace(3, 0);
  runEts(Float64Array.of(12, Number.NaN, 14), form, parameters({ alpha: 0.5, level: 10 }), trace);
  expect([...trace.level.subarray(0, 4)]).toEqual([10, 11, 11, 12.5]);
});

test("Holt's recursion and its damped forecasts by hand", () => {
  const form: EtsForm = { multiplicativeError: false, trend: 'Ad', season: 0, period: 1 };
  const trace = createTrace(1, 0);
  // forecast 10 + 0.9 * 2 = 11.8, error 1.2: level 11.8 + 0.5 * 1.2, slope 0.9 * 2 + 0.25 * 1.2
  runEts(
    Float64Array.of(13),
    form,
    parameters({ alpha: 0.5, beta: 0.25, phi: 0.9, level: 10, slope: 2 }),
    trace,
  );
  expect(trace.level[1]).toBeCloseTo(12.4, 12);
  expect(trace.slope[1]).toBeCloseTo(2.1, 12);
  const out = new Float64Array(2);
  forecastEts(form, 0.9, trace, 0, 2, out, 0);
  expect(out[0]).toBeCloseTo(12.4 + 0.9 * 2.1, 12);
  expect(out[1]).toBeCloseTo(12.4 + (0.9 + 0.81) * 2.1, 12);
});

test('additive and multiplicative seasons by hand', () => {
  const trace = createTrace(2, 2);
  const additive: EtsForm = { multiplicativeError: false, trend: 'N', season: 1, period: 2 };
  const p = { alpha: 0.5, gamma: 0.25, level: 10 };
  runEts(Float64Array.of(14, 8), additive, parameters({ ...p, seasonal: Float64Array.of(2, -2) }), trace);
  // errors 14 - 12 = 2, then 8 - (11 - 2) = -1
  expect([...trace.level.subarray(0, 3)]).toEqual([10, 11, 10.5]);
  expect([...trace.seasonal.subarray(0, 4)]).toEqual([2, -2, 2.5, -2.25]);
  const multiplicative: EtsForm = { ...additive, season: 2 };
  runEts(
    Float64Array.of(24, 4),
    multiplicative,
    parameters({ ...p, seasonal: Float64Array.of(2, 0.5) }),
    trace,
  );
  // error 24 - 20 = 4: level 10 + 0.5 * 4 / 2, season 2 + 0.25 * 4 / 10; then 4 - 5.5 = -1.5
  expect(trace.level[1]).toBeCloseTo(11, 12);
  expect(trace.seasonal[2]).toBeCloseTo(2.1, 12);
  expect(trace.level[2]).toBeCloseTo(11 + (0.5 * -1.5) / 0.5, 12);
});

test('the likelihood of additive errors is (n / 2) log of the mean squared error', () => {
  const form: EtsForm = { multiplicativeError: false, trend: 'N', season: 0, period: 1 };
  const loss = etsLoss(
    Float64Array.of(12, 10, 14),
    form,
    parameters({ alpha: 0.5, level: 10 }),
    createTrace(3, 0),
    undefined,
  );
  expect(loss).toBeCloseTo(1.5 * Math.log((4 + 1 + 12.25) / 3), 9);
});

test('finds the smoothing of a long random walk with noise', () => {
  // Deterministic noise of variance about 1 on a walk: the best alpha follows from q = 0.25: (sqrt(q^2 + 4q) - q) / 2 = 0.39.
  let state = 12345;
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 4294967296;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  let level = 50;
  const values = Float64Array.from({ length: 4000 }, () => {
    level += 0.5 * normal();
    return level + normal();
  });
  const fit = fitEts(values, { multiplicativeError: false, trend: 'N', season: 0, period: 1 });
  expect(fit?.parameters.alpha).toBeGreaterThan(0.34);
  expect(fit?.parameters.alpha).toBeLessThan(0.44);
});

test('chooses the season of a seasonal history and none for noise', () => {
  const context = { season: 4, cycles: [4] };
  const noise = Float64Array.from({ length: 80 }, (_, t) => 10 + ((t * 7919) % 23) / 10);
  const seasonal = noise.map((y, t) => y + [6, 0, -4, -2][t % 4]);
  expect(ets.train(seasonal, context).label).toMatch(/ets\([AM],\w+,[AM]\)/);
  expect(ets.train(noise, context).label).toMatch(/ets\([AM],\w+,N\)/);
  expect(ses.train(seasonal, context).label).toMatch(/ets\([AM],N,N\)/);
});

test('a weekday on which the shop is always closed does not hide the season of the others', () => {
  const values = Float64Array.from({ length: 140 }, (_, t) =>
    t % 7 === 6 ? Number.NaN : 20 + [5, 0, -3, -3, 0, 1][t % 7] + ((t * 37) % 5) / 10,
  );
  expect(ets.train(values, { season: 7, cycles: [7] }).label).toMatch(/,[AM]\)$/);
});

test('a level alone has the loss and gradient of a trend that is not there, bit for bit', () => {
  const level: EtsForm = { multiplicativeError: false, trend: 'N', season: 0, period: 1 };
  const gradients = [level, { ...level, trend: 'A' as const }].map((form) => {
    const p = parameters({ alpha: 0.37, level: 2.9, phi: form.trend === 'A' ? 1 : 0 });
    const gradient = parameters({});
    const loss = etsLoss(HISTORY, form, p, createTrace(HISTORY.length, 0), gradient);
    return [loss, gradient.alpha, gradient.level];
  });
  expect(gradients[0]).toEqual(gradients[1]);
  expect(gradients[0]?.every(Number.isFinite)).toBe(true);
});
