import type { Random } from '@ordernimbus/engine';

export type Frequency = 'H' | 'D' | 'W' | 'M';

/** Columns whose future is known, by their name: 1 or 0 for promotion and holiday, a price, a temperature. */
export type KnownValues = Readonly<Record<string, number>>;

/** One step of a scenario's time, history or horizon. */
export interface Step {
  /** 0 = first step of the shop's history. */
  readonly at: number;
  /** As files have it: "2024-05-01", for hours "2024-05-01 09:00:00". */
  readonly date: string;
  /** 0 = Monday. */
  readonly weekday: number;
  readonly hour: number;
  /** 1 = first of the month. */
  readonly dayOfMonth: number;
  /** 0 = January. */
  readonly month: number;
  /** 0 = first of January. */
  readonly dayOfYear: number;
}

/** What a plan is told of one of its series. */
export interface Product {
  readonly index: number;
  /** Units a step, drawn from the plan's levels. */
  readonly level: number;
  /** Numbers of this series alone. */
  readonly random: Random;
  /** Numbers that every series of the shop gets alike. */
  readonly shopRandom: Random;
  /** Steps of history and horizon. */
  readonly steps: number;
}

/** How one series sells. */
export interface SalesPlan {
  /** Units expected at a step if they are there to be sold; what is drawn has this mean. */
  readonly mean: (step: Step) => number;
  /** Known columns at a step; the same names at every step of every series. */
  readonly known?: (step: Step) => KnownValues;
  /** Whether nothing was there to be sold. Applies to the history; over the horizon everything is there. */
  readonly outOfStock?: (step: Step) => boolean;
  /** Whether a step is missing in the history. */
  readonly unrecorded?: (step: Step) => boolean;
  readonly location?: string;
  readonly category?: string;
  /** First recorded step; 0 if not given. */
  readonly firstStep?: number;
}

/** A shop whose sales are made up so that their means are known. */
export interface ScenarioPlan {
  readonly name: string;
  /** What the shop is, in one plain sentence without its full stop. */
  readonly title: string;
  readonly frequency: Frequency;
  /** Date of step 0. */
  readonly start: string;
  /** Steps of history. */
  readonly history: number;
  /** Steps to forecast. */
  readonly horizon: number;
  readonly series: number;
  /** Log-normal between series: median units a step, and the standard deviation of the logarithm. */
  readonly level: { readonly median: number; readonly spread: number };
  /** The k of a variance of m + m² / k around a mean m; Infinity is the Poisson distribution. */
  readonly dispersion: number;
  /** Whether the file tells when nothing was there to be sold (column in_stock). */
  readonly tellsStock?: boolean;
  readonly sells: (product: Product) => SalesPlan;
}

const ofDays = {
  frequency: 'D',
  start: '2023-01-02',
  history: 730,
  horizon: 28,
  series: 200,
  level: { median: 4, spread: 0.8 },
  dispersion: 5,
} as const;

const ofWeeks = {
  frequency: 'W',
  start: '2021-01-04',
  history: 104,
  horizon: 8,
  series: 200,
  level: { median: 20, spread: 0.8 },
  dispersion: 8,
} as const;

const ofMonths = {
  frequency: 'M',
  start: '2020-01-01',
  history: 48,
  horizon: 6,
  series: 200,
  level: { median: 50, spread: 0.8 },
  dispersion: 10,
} as const;

type PlanOver<Usual> = Omit<ScenarioPlan, keyof Usual> & Partial<ScenarioPlan>;

/** A shop of two years of days, 28 days ahead, but for what is given. */
export const daily = (plan: PlanOver<typeof ofDays>): ScenarioPlan => ({ ...ofDays, ...plan });

/** A shop of two years of weeks, 8 weeks ahead, but for what is given. */
export const weekly = (plan: PlanOver<typeof ofWeeks>): ScenarioPlan => ({ ...ofWeeks, ...plan });

/** A shop of four years of months, 6 months ahead, but for what is given. */
export const monthly = (plan: PlanOver<typeof ofMonths>): ScenarioPlan => ({ ...ofMonths, ...plan });
