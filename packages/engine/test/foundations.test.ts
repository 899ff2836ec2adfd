import { expect, test } from 'vitest';
import { seasonalityOf } from '../src/frequency.ts';
import { minimise } from '../src/optimise/minimise.ts';
import { createRandom, hashText } from '../src/random/random.ts';
import { weighLosses } from '../src/select/combine-weights.ts';
import { planWindows } from '../src/select/plan-windows.ts';

test('BFGS finds the bottom of Rosenbrock and stays inside a domain', () => {
  const x = Float64Array.of(-1.2, 1);
  const { value } = minimise(
    x,
    ([a, b], gradient) => {
      gradient[0] = -2 * (1 - a) - 400 * a * (b - a * a);
      gradient[1] = 200 * (b - a * a);
      return (1 - a) ** 2 + 100 * (b - a * a) ** 2;
    },
    1e-12,
    200,
  );
  expect(value).toBeLessThan(1e-8);
  expect(x[0]).toBeCloseTo(1, 3);
  const y = Float64Array.of(0.1);
  minimise(
    y,
    ([a], gradient) => {
      gradient[0] = 1 - 1 / a;
      return a > 0 ? a - Math.log(a) : Number.POSITIVE_INFINITY;
    },
    1e-12,
    100,
  );
  expect(y[0]).toBeCloseTo(1, 4);
});

test('random numbers: even, inside (0, 1), the same for the same seed and key only', () => {
  const random = createRandom(42, 'a');
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < 100_000; i++) {
    const u = random();
    if (!(u > 0 && u < 1)) throw new Error(`${u} is outside (0, 1)`);
    sum += u;
    squares += u * u;
  }
  expect(sum / 1e5).toBeCloseTo(0.5, 2);
  expect(squares / 1e5).toBeCloseTo(1 / 3, 2);
  expect(createRandom(42, 'a')()).toBe(createRandom(42, 'a')());
  expect(createRandom(42, 'b')()).not.toBe(createRandom(42, 'a')());
  expect(createRandom(43, 'a')()).not.toBe(createRandom(42, 'a')());
  // A change of generator is a change of every number: raise ENGINE_VERSION with it.
  expect(hashText('sku|shop', 1)).toBe(4008765966);
  expect(createRandom(42, 'a')()).toBe(0.25269377406220883);
});

test('weights: equal for equal losses, nearer to equal with less trust, none for the hopeless', () => {
  expect([...weighLosses([1, 1], 1)]).toEqual([0.5, 0.5]);
  const trusted = weighLosses([1, 1.2], 0.8);
  const doubted = weighLosses([1, 1.2], 0.1);
  expect(trusted[0]).toBeGreaterThan(doubted[0]);
  expect(doubted[0]).toBeGreaterThan(0.5);
  expect(weighLosses([1, 5], 1)[1]).toBe(0);
  expect([...weighLosses([0, 1, 0], 1)]).toEqual([0.5, 0, 0.5]);
  expect([...weighLosses([Number.NaN, Number.NaN], 1)]).toEqual([0.5, 0.5]);
});

test('windows: the reported ones end where the history ends, the others lie between, none lacks a past', () => {
  const plan = planWindows(200, 50, 14, 3, 14);
  expect([...plan.reported].map((r) => plan.origins[r])).toEqual([157, 171, 185]);
  expect(plan.origins[0]).toBeGreaterThanOrEqual(49);
  expect(plan.origins[plan.origins.length - 1]).toBe(198);
  for (let r = 1; r < plan.origins.length; r++) expect(plan.origins[r]).toBeGreaterThan(plan.origins[r - 1]);
  expect(plan.refits[0]).toBe(0);
  expect(planWindows(3, 3, 14, 3, 14).reported.length).toBe(0);
  expect(planWindows(1, 1, 1, 3, 1).origins.length).toBe(0);
});

test('windows: where few are wanted, the ones asked for are among them as long as they touch', () => {
  const plan = planWindows(730, 112, 28, 3, 28, 6);
  expect([...plan.origins]).toEqual([561, 589, 617, 645, 673, 701]);
  expect([...plan.reported]).toEqual([3, 4, 5]);
  const count = (...given: Parameters<typeof planWindows>): number => planWindows(...given).origins.length;
  // no room for six
  expect(count(200, 100, 28, 3, 28, 6)).toBeGreaterThan(6);
  // windows a day apart look at the same steps, those farther apart leave some out
  expect(count(730, 112, 28, 3, 1, 6)).toBeGreaterThan(6);
  expect(count(730, 112, 28, 3, 35, 6)).toBeGreaterThan(6);
  // six windows of one step are no evidence
  expect(count(730, 14, 1, 3, 1, 6)).toBeGreaterThan(6);
  // whoever asks for as many windows as the evidence wants, or more, gets others between them all the same
  expect(count(730, 112, 28, 6, 28, 6)).toBeGreaterThan(6);
  expect(count(400, 28, 7, 30, 7)).toBeGreaterThan(30);
});

test('seasons of the frequencies', () => {
  expect(seasonalityOf('D')).toMatchObject({ season: 7, cycles: [7, 14] });
  expect(seasonalityOf('Y').season).toBe(1);
});
