import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  computeOrderQuantity,
  computeReplenishment,
  computeReplenishmentLevels,
  createDemandSums,
  createZeroDemand,
  dayReached,
  distributionOfSum,
  expectedAbove,
  meanOfSum,
  probabilityAbove,
  quantileOf,
  quantileOfSum,
  type ReplenishmentPolicy,
} from './index.ts';
import { makeSums, normalQuantile, normalSums, poissonQuantile, poissonSums } from './inventory-fixture.ts';

const policy = (patch: Partial<ReplenishmentPolicy> = {}): ReplenishmentPolicy => ({
  leadTimeDays: 14,
  reviewDays: 7,
  serviceLevel: 0.95,
  packSize: null,
  minimumQuantity: null,
  ...patch,
});

describe('sums of demand', () => {
  it('gives stored quantiles back and interpolates between them', () => {
    const sums = makeSums(1, (h, p) => h * (1 + p));
    expect(quantileOf(distributionOfSum(sums, 14), 0.95)).toBeCloseTo(14 * 1.95, 12);
    // day 19 lies half way between 17 and 21; 0.6 between 0.5 and 0.75
    expect(quantileOf(distributionOfSum(sums, 19), 0.6)).toBeCloseTo(19 * 1.6, 12);
    expect(quantileOf(distributionOfSum(sums, 0), 0.95)).toBe(0);
    expect(meanOfSum(sums, 21)).toBe(21);
  });

  it('gives one quantile of a sum to the same bits as its whole distribution', () => {
    const sums = [normalSums(4, 3), poissonSums(0.07), createZeroDemand()];
    const whole = fc.integer({ min: 0, max: 400 });
    const part = fc.double({ min: 0, max: 400, noNaN: true });
    const stored = fc.constantFrom(...(sums[0]?.probabilities ?? []));
    const any = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom(...sums), fc.oneof(whole, part), fc.oneof(stored, any), (of, days, p) => {
        expect(quantileOfSum(of, days, p)).toBe(quantileOf(distributionOfSum(of, days), p));
      }),
      { numRuns: 2000 },
    );
  });

  it('grows in proportion to the days beyond the grid', () => {
    const sums = normalSums(4, 3);
    expect(quantileOf(distributionOfSum(sums, 182), 0.95)).toBeCloseTo(
      2 * quantileOf(distributionOfSum(sums, 91), 0.95),
      9,
    );
    expect(meanOfSum(sums, 182)).toBeCloseTo(728, 9);
  });

  it('counts of a day that is begun its part, in the mean as in the quantiles', () => {
    // 1, 2, 3, 4 a day for certain
    const sums = createDemandSums({
      days: [1, 2, 3, 4],
      probabilities: [0.5, 0.9],
      quantiles: [1, 1, 3, 3, 6, 6, 10, 10],
      mean: [1, 2, 3, 4],
    });
    for (const [days, units] of [
      [0, 0],
      [0.5, 0.5],
      [1, 1],
      [1.1, 1.2],
      [2.5, 4.5],
      [3.75, 9],
      [4, 10],
      [5, 12.5],
    ] as const) {
      expect(meanOfSum(sums, days), `${days} days`).toBeCloseTo(units, 12);
      expect(quantileOf(distributionOfSum(sums, days), 0.5), `${days} days`).toBeCloseTo(units, 12);
    }
  });

  it('raises stored values that fall, and refuses what is no grid', () => {
    const sums = createDemandSums({
      days: [1, 2],
      probabilities: [0.5, 0.9],
      quantiles: [3, 2, 1, 5],
      mean: [1, 1],
    });
    expect([...sums.quantiles]).toEqual([3, 3, 3, 5]);
    expect(() =>
      createDemandSums({ days: [1, 2], probabilities: [0.5, 0.9], quantiles: [1, 2], mean: [] }),
    ).toThrow(/2 quantiles do not fit/);
    expect(() =>
      createDemandSums({ days: [1], probabilities: [0.5, 0.9], quantiles: [1, Number.NaN], mean: [] }),
    ).toThrow(/quantile 1 is NaN/);
  });

  it('agrees with the closed form of a normal sum', () => {
    // mean 200, deviation 40 over 16 days
    const dist = distributionOfSum(
      createDemandSums({
        days: [16],
        probabilities: [0.05, 0.1, 0.25, 0.5, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.975, 0.99, 0.995],
        quantiles: [0.05, 0.1, 0.25, 0.5, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.975, 0.99, 0.995].map(
          (p) => 200 + 40 * normalQuantile(p),
        ),
        mean: [200],
      }),
      16,
    );
    for (const k of [-1, 0, 0.5, 1, 1.5]) {
      // loss function of the normal: sd * (phi(k) - k * (1 - Phi(k)))
      const upper = [0.841345, 0.5, 0.308538, 0.158655, 0.066807][[-1, 0, 0.5, 1, 1.5].indexOf(k)] as number;
      const phi = Math.exp((-k * k) / 2) / Math.sqrt(2 * Math.PI);
      expect(probabilityAbove(dist, 200 + 40 * k)).toBeCloseTo(upper, 1.5);
      // chords between 13 quantiles lie above the convex upper tail: 1 unit of 40
      expect(Math.abs(expectedAbove(dist, 200 + 40 * k) - 40 * (phi - k * upper))).toBeLessThan(1);
    }
  });

  it('dates the day on which the median reaches a stock', () => {
    const sums = makeSums(2, (h, p) => 2 * h * (0.5 + p));
    expect(dayReached(sums, 20, 365)).toBe(10);
    expect(dayReached(sums, 20.1, 365)).toBe(11);
    expect(dayReached(sums, 400, 365)).toBe(200);
    expect(dayReached(sums, 1000, 365)).toBeUndefined();
    expect(dayReached(sums, 0, 365)).toBe(1);
    expect(dayReached(createZeroDemand(), 0, 365)).toBeUndefined();
    expect(dayReached(createZeroDemand(), 5, 365)).toBeUndefined();
  });
});

describe('order quantity', () => {
  it.each([
    [0, 12, 50, 0],
    [-3, 12, 50, 0],
    [1, null, null, 1],
    [0.2, null, null, 1],
    [13, 12, null, 24],
    [24, 12, null, 24],
    [5, 12, 50, 60],
    [0.3, 0.1, null, 0.3],
    [7, null, 7.5, 8],
  ])('of %d needed, packs of %s, at least %s is %d', (needed, pack, minimum, expected) => {
    expect(computeOrderQuantity(needed, pack, minimum)).toBe(expected);
  });
});

describe('replenishment', () => {
  it('worked by hand: 2 a day for certain, lead 14, review 7', () => {
    const sums = makeSums(2, (h) => 2 * h);
    const result = computeReplenishment(sums, policy(), { onHand: 30, onOrder: 0 });
    // s = 21 days x 2, S = s + 7 x 2, overstock above 77 days x 2
    expect(result).toMatchObject({
      position: 30,
      demandMean: 42,
      reorderPoint: 42,
      nextReviewDemand: 14,
      orderUpTo: 56,
      suggested: 26,
      status: 'order_now',
      stockOutDay: 15,
      stockOutProbability: 1,
      overstockLimit: 154,
      overstock: 0,
    });
    expect(result.expectedLost).toBeCloseTo(12, 9);
    const at = (onHand: number, onOrder = 0) => computeReplenishment(sums, policy(), { onHand, onOrder });
    expect(at(42)).toMatchObject({ suggested: 14, status: 'order_now' });
    expect(at(43)).toMatchObject({ suggested: 0, status: 'order_soon' });
    expect(at(56)).toMatchObject({ suggested: 0, status: 'order_soon' });
    expect(at(57)).toMatchObject({ suggested: 0, status: 'ok' });
    expect(at(154)).toMatchObject({ status: 'ok', overstock: 0 });
    expect(at(160)).toMatchObject({ status: 'overstock', overstock: 6 });
    // only what is here can be overstock
    expect(at(4, 160)).toMatchObject({ status: 'overstock', overstock: 4 });
    // owed units are ordered too, and are lost for certain
    expect(at(-5)).toMatchObject({ suggested: 61, stockOutDay: 1 });
    expect(at(-5).expectedLost).toBeCloseTo(47, 9);
  });

  it('orders up to what is sold between the delivery after the next review and the one after that', () => {
    // 1, 2, 3, ... a day for certain: days 1 to 5 are 15, and days 6 to 8 are 21
    const days = Array.from({ length: 91 }, (_, i) => i + 1);
    const sums = createDemandSums({
      days,
      probabilities: [0.05, 0.95],
      quantiles: days.flatMap((h) => [(h * (h + 1)) / 2, (h * (h + 1)) / 2]),
      mean: days,
    });
    const rule = policy({ leadTimeDays: 2, reviewDays: 3 });
    expect(computeReplenishment(sums, rule, { onHand: 10, onOrder: 0 })).toMatchObject({
      demandMean: 15,
      reorderPoint: 15,
      nextReviewDemand: 21,
      orderUpTo: 36,
      suggested: 26,
    });
  });

  it('with no lead time protects the review period', () => {
    const sums = makeSums(2, (h) => 2 * h);
    const result = computeReplenishment(sums, policy({ leadTimeDays: 0 }), { onHand: 3, onOrder: 0 });
    expect(result).toMatchObject({ reorderPoint: 14, orderUpTo: 28, suggested: 25, stockOutDay: 2 });
  });

  it('of an item that is no longer sold: everything is too much, nothing is ordered', () => {
    const result = computeReplenishment(createZeroDemand(), policy(), { onHand: 9, onOrder: 0 });
    expect(result).toMatchObject({ suggested: 0, status: 'overstock', overstock: 9, orderUpTo: 0 });
    const owing = computeReplenishment(createZeroDemand(), policy({ packSize: 4 }), {
      onHand: -3,
      onOrder: 0,
    });
    expect(owing).toMatchObject({ suggested: 4, expectedLost: 3 });
  });

  it('orders nothing for stock of none where the reorder point is 0', () => {
    const rare = makeSums(0.001, () => 0);
    expect(computeReplenishment(rare, policy(), { onHand: 0, onOrder: 0 })).toMatchObject({
      suggested: 0,
      status: 'ok',
    });
  });

  it.each([0.8, 0.9, 0.95, 0.99])(
    'keeps the textbook reorder point of normal demand at %d',
    (serviceLevel) => {
      const result = computeReplenishment(normalSums(20, 6), policy({ serviceLevel }), {
        onHand: 0,
        onOrder: 0,
      });
      const exact = 21 * 20 + Math.sqrt(21) * 6 * normalQuantile(serviceLevel);
      expect(result.reorderPoint).toBeCloseTo(exact, 6);
      expect(result.orderUpTo).toBeCloseTo(exact + 140, 6);
    },
  );

  it('keeps the reorder point of Poisson demand between grid days within a unit', () => {
    for (const lead of [0, 3, 9, 12, 15, 20, 38]) {
      const result = computeReplenishment(poissonSums(1.3), policy({ leadTimeDays: lead }), {
        onHand: 0,
        onOrder: 0,
      });
      expect(Math.abs(result.reorderPoint - poissonQuantile(1.3 * (lead + 7), 0.95))).toBeLessThanOrEqual(1);
    }
  });

  it('refuses a policy or stock that is none', () => {
    const sums = poissonSums(1);
    expect(() => computeReplenishment(sums, policy({ reviewDays: 0 }), { onHand: 1, onOrder: 0 })).toThrow(
      /do not make a policy/,
    );
    expect(() => computeReplenishment(sums, policy({ serviceLevel: 1 }), { onHand: 1, onOrder: 0 })).toThrow(
      /do not make a policy/,
    );
    expect(() => computeReplenishment(sums, policy(), { onHand: Number.NaN, onOrder: 0 })).toThrow(
      /are no position/,
    );
  });

  it.each([
    ['a lead time without an end', { leadTimeDays: Number.POSITIVE_INFINITY }, /lead time Infinity/],
    ['a lead time that is no number', { leadTimeDays: Number.NaN }, /lead time NaN/],
    ['reviews that never come', { reviewDays: Number.POSITIVE_INFINITY }, /review Infinity days/],
    ['a pack of nothing', { packSize: 0 }, /a pack of 0 units is none; it must be a number above 0/],
    ['a pack of less than nothing', { packSize: -1 }, /a pack of -1 units/],
    ['a pack that is no number', { packSize: Number.NaN }, /a pack of NaN units/],
    ['a pack without an end', { packSize: Number.POSITIVE_INFINITY }, /a pack of Infinity units/],
    ['a minimum that is no number', { minimumQuantity: Number.NaN }, /at least NaN units cannot be ordered/],
    ['a minimum without an end', { minimumQuantity: Number.POSITIVE_INFINITY }, /at least Infinity units/],
    ['a minimum below nothing', { minimumQuantity: -2 }, /at least -2 units/],
  ])('refuses %s, with levels alone as with an order', (_, patch, sentence) => {
    const sums = poissonSums(1);
    const ask = [
      () => computeReplenishmentLevels(sums, policy(patch)),
      () => computeReplenishment(sums, policy(patch), { onHand: 1, onOrder: 0 }),
    ];
    for (const one of ask) {
      expect(one).toThrow(RangeError);
      expect(one).toThrow(sentence);
    }
  });

  it('takes a minimum of nothing and no pack as they are', () => {
    const sums = makeSums(2, (h) => 2 * h);
    const rule = policy({ packSize: null, minimumQuantity: 0 });
    expect(computeReplenishment(sums, rule, { onHand: 30, onOrder: 0 }).suggested).toBe(26);
  });
});

const arbitraryDemand = fc
  .tuple(fc.double({ min: 0, max: 200, noNaN: true }), fc.double({ min: 0, max: 3, noNaN: true }))
  .map(([mean, spread]) => ({ mean, sd: mean * spread }));
const arbitraryPolicy = fc.record({
  leadTimeDays: fc.integer({ min: 0, max: 365 }),
  reviewDays: fc.integer({ min: 1, max: 365 }),
  serviceLevel: fc.double({ min: 0.5, max: 0.995, noNaN: true }),
  packSize: fc.option(fc.double({ min: 0.01, max: 500, noNaN: true }), { nil: null }),
  minimumQuantity: fc.option(fc.double({ min: 0, max: 1000, noNaN: true }), { nil: null }),
});
const arbitraryStock = fc.record({
  onHand: fc.integer({ min: -500, max: 20_000 }),
  onOrder: fc.integer({ min: 0, max: 5000 }),
});

describe('replenishment, whatever the demand', () => {
  it('orders whole packs, at least the minimum, enough to reach the level, and never a negative number', () => {
    fc.assert(
      fc.property(arbitraryDemand, arbitraryPolicy, arbitraryStock, ({ mean, sd }, rule, stock) => {
        const result = computeReplenishment(normalSums(mean, sd), rule, stock);
        expect(result.suggested).toBeGreaterThanOrEqual(0);
        expect(result.orderUpTo).toBeGreaterThanOrEqual(result.reorderPoint);
        expect(result.overstock).toBeLessThanOrEqual(Math.max(0, stock.onHand));
        expect(result.expectedLost).toBeGreaterThanOrEqual(0);
        expect(result.suggested > 0).toBe(result.status === 'order_now');
        if (result.suggested === 0) {
          expect(result.position >= result.reorderPoint).toBe(true);
          return;
        }
        const packs = result.suggested / (rule.packSize ?? 1);
        expect(Math.abs(packs - Math.round(packs))).toBeLessThan(1e-6);
        expect(result.suggested).toBeGreaterThanOrEqual((rule.minimumQuantity ?? 0) * (1 - 1e-6));
        expect(result.position + result.suggested).toBeGreaterThanOrEqual(result.orderUpTo - 1e-3);
        expect(result.overstock).toBe(0);
      }),
      { numRuns: 400 },
    );
  });

  it('loses with nothing on hand or on order the expected demand, however the quantiles are drawn, and never more', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 300, noNaN: true }), { minLength: 8, maxLength: 8 }),
        fc.double({ min: 0, max: 30, noNaN: true }),
        arbitraryPolicy,
        fc.array(fc.integer({ min: 0, max: 6000 }), { minLength: 2, maxLength: 6 }),
        (quantiles, mean, rule, stocks) => {
          const days = new Array<number>(91).fill(mean);
          const sums = createDemandSums({
            days: [7, 91],
            probabilities: [0.1, 0.5, 0.9, 0.99],
            quantiles,
            mean: days,
          });
          const lostWith = (onHand: number, onOrder = 0) =>
            computeReplenishment(sums, rule, { onHand, onOrder });
          const { demandMean, expectedLost } = lostWith(0);
          expect(expectedLost).toBe(demandMean);
          expect(lostWith(-8, 8).expectedLost).toBe(demandMean);
          expect(lostWith(-5).expectedLost).toBe(demandMean + 5);
          let before = demandMean;
          for (const onHand of stocks.sort((a, b) => a - b)) {
            const lost = lostWith(onHand).expectedLost;
            expect(lost).toBeLessThanOrEqual(before);
            expect(lost).toBeGreaterThanOrEqual(Math.max(0, demandMean - onHand));
            before = lost;
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('loses the share of the expected demand that the distribution has above the stock, by hand', () => {
    // Quantiles 0, 10, 20 of the sum at 0, 0.5, 1: a mean of 10, of which 2.5 lie above 10; 8 are expected.
    const sums = createDemandSums({
      days: [8],
      probabilities: [0.25, 0.75],
      quantiles: [5, 15],
      mean: new Array<number>(8).fill(1),
    });
    const rule = policy({ leadTimeDays: 7, reviewDays: 1 });
    const lost = (onHand: number) => computeReplenishment(sums, rule, { onHand, onOrder: 0 }).expectedLost;
    expect(lost(10)).toBeCloseTo((2.5 / 10) * 8, 12);
    expect(lost(20)).toBe(0);
    // so rare that every quantile is 0: what is there serves what is expected
    const rare = makeSums(0.001, () => 0);
    expect(computeReplenishment(rare, policy(), { onHand: 0, onOrder: 0 }).expectedLost).toBeCloseTo(
      0.021,
      12,
    );
    expect(computeReplenishment(rare, policy(), { onHand: 1, onOrder: 0 }).expectedLost).toBe(0);
  });

  it('never falls when the service level or the lead time grows', () => {
    fc.assert(
      fc.property(
        arbitraryDemand,
        arbitraryPolicy,
        arbitraryStock,
        fc.integer({ min: 0, max: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ({ mean, sd }, rule, stock, days, share) => {
          const sums = normalSums(mean, sd);
          const base = computeReplenishment(sums, rule, stock);
          const later = computeReplenishment(
            sums,
            { ...rule, leadTimeDays: rule.leadTimeDays + days },
            stock,
          );
          const serviceLevel = rule.serviceLevel + (0.995 - rule.serviceLevel) * share;
          const surer = computeReplenishment(sums, { ...rule, serviceLevel }, stock);
          for (const more of [later, surer]) {
            expect(more.reorderPoint).toBeGreaterThanOrEqual(base.reorderPoint - 1e-9);
            expect(more.orderUpTo).toBeGreaterThanOrEqual(base.orderUpTo - 1e-6);
            expect(more.suggested).toBeGreaterThanOrEqual(base.suggested - 1e-6);
          }
          expect(later.expectedLost).toBeGreaterThanOrEqual(base.expectedLost - 1e-6);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('never orders more, loses more or runs out sooner with more on hand', () => {
    fc.assert(
      fc.property(
        arbitraryDemand,
        arbitraryPolicy,
        arbitraryStock,
        fc.integer({ min: 1, max: 1000 }),
        ({ mean, sd }, rule, stock, more) => {
          const sums = normalSums(mean, sd);
          const base = computeReplenishment(sums, rule, stock);
          const fuller = computeReplenishment(sums, rule, { ...stock, onHand: stock.onHand + more });
          expect(fuller.suggested).toBeLessThanOrEqual(base.suggested);
          expect(fuller.expectedLost).toBeLessThanOrEqual(base.expectedLost + 1e-9);
          expect(fuller.stockOutProbability).toBeLessThanOrEqual(base.stockOutProbability + 1e-12);
          expect(fuller.overstock).toBeGreaterThanOrEqual(base.overstock);
          expect(fuller.stockOutDay ?? 366).toBeGreaterThanOrEqual(base.stockOutDay ?? 366);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('scales: demand and stock times ten give levels and losses times ten', () => {
    fc.assert(
      fc.property(arbitraryDemand, arbitraryPolicy, arbitraryStock, ({ mean, sd }, rule, stock) => {
        const base = computeReplenishment(normalSums(mean, sd), rule, stock);
        const large = computeReplenishment(normalSums(10 * mean, 10 * sd), rule, {
          onHand: 10 * stock.onHand,
          onOrder: 10 * stock.onOrder,
        });
        for (const field of [
          'reorderPoint',
          'orderUpTo',
          'expectedLost',
          'overstock',
          'demandMean',
        ] as const) {
          expect(Math.abs(large[field] - 10 * base[field])).toBeLessThanOrEqual(1e-6 * (1 + large[field]));
        }
      }),
      { numRuns: 200 },
    );
  });
});
