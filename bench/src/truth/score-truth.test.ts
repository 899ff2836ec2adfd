import { describe, expect, it } from 'vitest';
import { type MethodForecast, scoredProbabilities } from '../scorer/score-set.ts';
import { type MadeSeries, makeSeries, SEED } from './make-series.ts';
import { scenarios } from './scenarios/index.ts';
import { noiseOf, scoreTruth } from './score-truth.ts';

const planOf = (name: string) => scenarios.filter((one) => one.name === name);
const made = [...planOf('high-volume'), ...planOf('week-own')].flatMap((plan) => makeSeries(plan, SEED, 5));

/** Quantile of the negative binomial distribution: its chances added up from 0. */
function quantileOf(mean: number, dispersion: number, probability: number): number {
  let chance = (dispersion / (dispersion + mean)) ** dispersion;
  let sum = chance;
  let y = 0;
  while (sum < probability) {
    chance *= ((dispersion + y) / (y + 1)) * (mean / (dispersion + mean));
    sum += chance;
    y++;
  }
  return y;
}

const trueForecast = ({ trueMeans, dispersion }: MadeSeries, factor = 1): MethodForecast => ({
  mean: trueMeans.map((mean) => factor * mean),
  quantiles: scoredProbabilities.flatMap((p) =>
    Array.from(trueMeans, (mean) => quantileOf(factor * mean, dispersion, p)),
  ),
});

describe('a forecast against the truth', () => {
  it('has no error if it is the truth, and its ranges hold what they say', () => {
    const { error, bias, coverage, missing } = scoreTruth(made.map((one) => [one, trueForecast(one)]));
    expect([error, bias, missing]).toEqual([0, 0, 0]);
    // 10 series of 28 days and 6 outcomes each: a standard error of 0.012 at the level of 50
    expect(coverage['50']).toBeCloseTo(0.5, 1);
    expect(Math.abs((coverage['50'] ?? 0) - 0.5)).toBeLessThan(0.036);
    expect(Math.abs((coverage['80'] ?? 0) - 0.8)).toBeLessThan(0.03);
    expect(Math.abs((coverage['95'] ?? 0) - 0.95)).toBeLessThan(0.016);
  });

  it('has error and bias 1 if it is twice the truth', () => {
    const { error, bias, coverage } = scoreTruth(made.map((one) => [one, trueForecast(one, 2)]));
    expect(error).toBeCloseTo(1, 12);
    expect(bias).toBeCloseTo(1, 12);
    expect(coverage['80']).toBeLessThan(0.5);
  });

  it('tells errors that balance from a bias', () => {
    const pairs = made.slice(0, 1).map((one) => {
      const mean = one.trueMeans.map((m, step) => (step % 2 === 0 ? m + 7 : m - 7));
      return [one, { ...trueForecast(one), mean }] as const;
    });
    const { error, bias } = scoreTruth(pairs);
    expect(error).toBeGreaterThan(0);
    expect(bias).toBeCloseTo(0, 12);
  });

  it('counts a series without a forecast as a forecast of zero', () => {
    const { error, bias, missing } = scoreTruth(made.map((one) => [one, undefined]));
    expect([error, bias, missing]).toEqual([1, -1, made.length]);
  });
});

describe('the noise', () => {
  it('is what chance alone costs: more where the dispersion is smaller', () => {
    const [calm, wild] = ['high-volume', 'week-own'].map((name) =>
      noiseOf(planOf(name).flatMap((plan) => makeSeries(plan, SEED, 5))),
    ) as [number, number];
    // of a normal outcome the root of 2 / pi times its relative standard deviation
    expect(calm).toBeCloseTo(Math.sqrt(2 / Math.PI / 60), 1);
    expect(wild).toBeGreaterThan(2 * calm);
  });
});
