import type { Frequency } from '../contract.ts';
import type { FeaturePlan } from '../panel-model/feature-plan.ts';
import { type Driver, driverOfKnown } from './drivers.ts';

/** What the features of the explained steps were. */
export interface FeatureFacts {
  readonly steps: number;
  /** Mean of the known values by feature, and at how many steps the value was above zero. */
  readonly mean: Float64Array;
  readonly positive: Int32Array;
}

const STEP_NAMES: Readonly<Record<Frequency, string>> = {
  H: 'hour',
  D: 'day',
  W: 'week',
  M: 'month',
  Q: 'quarter',
  Y: 'year',
};

const stepsText = (count: number, plan: FeaturePlan): string =>
  `${count} ${STEP_NAMES[plan.frequency]}${count === 1 ? '' : 's'}`;

/** "12 % above" what `than` says, from a ratio; undefined when it is not known. */
function compared(ratio: number, than: string, equal: string): string | undefined {
  if (!(ratio >= 0) || !Number.isFinite(ratio)) return undefined;
  const percent = Math.round(100 * Math.abs(ratio - 1));
  return percent === 0 ? equal : `${percent} % ${ratio > 1 ? 'above' : 'below'} ${than}`;
}

/** What a driver is called, and what was seen of it, in one phrase without a full stop. */
export function describeDriver(driver: Driver, plan: FeaturePlan, facts: FeatureFacts): string {
  const place = (name: string): number => plan.features.findIndex((feature) => feature.name === name);
  const meanOf = (name: string): number => facts.mean[place(name)] ?? Number.NaN;
  const { shape } = plan;
  switch (driver) {
    case 'level': {
      const window = shape.windows.findLast((one) => one < shape.levelWindow) ?? shape.levelWindow;
      const words = compared(meanOf(`mean of ${window}`), 'its usual level', 'at its usual level');
      return words ? `Recent level: last ${stepsText(window, plan)} ${words}` : 'Recent level';
    }
    case 'trend': {
      const growth = shape.year > 0 ? meanOf('growth on the year') : Number.NaN;
      const words = compared(growth, 'a year before', 'as a year before');
      return words ? `Trend: level ${words}` : 'Trend: recent level beside the longer past';
    }
    case 'hour':
      return 'Time of day';
    case 'weekday':
      return 'Day of the week';
    case 'month':
      return 'Time of the month';
    case 'year': {
      const then = shape.year > 0 ? meanOf('year before') : Number.NaN;
      const words = compared(then, 'the level before them', 'as much as before');
      return words
        ? `Time of year: the same ${STEP_NAMES[plan.frequency]}s a year ago sold ${words}`
        : 'Time of year';
    }
    case 'price': {
      const column = plan.known.find(({ kind }) => kind === 'price');
      const words = column && compared(meanOf(`${column.name} to its year`), 'its year', 'as in its year');
      return words ? `Price ${words}` : 'Price';
    }
    case 'promotion':
    case 'event': {
      const title = driver === 'promotion' ? 'Promotion' : 'Events';
      const column = plan.known.find(({ name, kind }) => driverOfKnown(name, kind) === driver);
      const count = column ? (facts.positive[place(column.name)] ?? 0) : 0;
      if (count === 0) return `${title}: none in this time`;
      return `${title} on ${count} of ${stepsText(facts.steps, plan)}`;
    }
    case 'opening':
      return 'Opening days around';
    case 'similar':
      return 'Similar series: its item, location and category';
    case 'other':
      return 'Everything else: how far ahead, further columns';
  }
}
