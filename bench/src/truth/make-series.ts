import { createRandom } from '@ordernimbus/engine';
import { drawNegativeBinomial, drawNormal } from '../random/draw-counts.ts';
import { stepsOf } from './calendar.ts';
import type { KnownValues, ScenarioPlan } from './scenario.ts';

/** Seed of all made-up sales: every run has the same. */
export const SEED = 1;

/** A step of the history as the file has it. */
export interface HistoryRow {
  readonly at: number;
  readonly date: string;
  readonly quantity: number;
  /** What `quantity` was drawn around; 0 while nothing was there to be sold. */
  readonly mean: number;
  readonly inStock: boolean;
  readonly known: KnownValues;
}

/** A step of the horizon as the file of the known future has it. */
export interface FutureRow {
  readonly date: string;
  readonly known: KnownValues;
}

/** Made-up sales of one item at one location, and the truth of them. */
export interface MadeSeries {
  /** Name of its scenario. */
  readonly scenario: string;
  readonly item: string;
  readonly location: string;
  readonly category: string | undefined;
  /** Ascending; steps that were not recorded are missing. */
  readonly history: readonly HistoryRow[];
  /** [step of the horizon] */
  readonly future: readonly FutureRow[];
  /** [step of the horizon], units expected. */
  readonly trueMeans: Float64Array;
  /** The k of a variance of m + m² / k around each mean m. */
  readonly dispersion: number;
}

/**
 * The first series of a scenario, all if `count` is not given. A series depends on the seed, the scenario's name and its
 * own index alone, so other scenarios may come and go without changing it.
 */
export function makeSeries(plan: ScenarioPlan, seed: number, count = plan.series): MadeSeries[] {
  const steps = stepsOf(plan);
  return Array.from({ length: Math.min(count, plan.series) }, (_, index) => {
    const random = createRandom(seed, `${plan.name}|${index}`);
    const level = plan.level.median * Math.exp(plan.level.spread * drawNormal(random));
    const shopRandom = createRandom(seed, `${plan.name}|shop`);
    const sales = plan.sells({ index, level, random, shopRandom, steps: steps.length });
    const history: HistoryRow[] = [];
    const future: FutureRow[] = [];
    const trueMeans: number[] = [];
    for (const step of steps) {
      const known = sales.known?.(step) ?? {};
      const mean = sales.mean(step);
      if (step.at >= plan.history) {
        trueMeans.push(mean);
        future.push({ date: step.date, known });
        continue;
      }
      if (step.at < (sales.firstStep ?? 0) || sales.unrecorded?.(step)) continue;
      const inStock = !sales.outOfStock?.(step);
      history.push({
        at: step.at,
        date: step.date,
        quantity: inStock ? drawNegativeBinomial(mean, plan.dispersion, random) : 0,
        mean: inStock ? mean : 0,
        inStock,
        known,
      });
    }
    return {
      scenario: plan.name,
      item: `item-${String(index).padStart(3, '0')}`,
      location: sales.location ?? 'shop-0',
      category: sales.category,
      history,
      future,
      trueMeans: Float64Array.from(trueMeans),
      dispersion: plan.dispersion,
    };
  });
}
