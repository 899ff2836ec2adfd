import type { Frequency } from '../contract.ts';
import { type FeaturePlan, groupTrendName } from '../panel-model/feature-plan.ts';
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

/** "12 % more" from a relative effect. */
const percentText = (effect: number): string =>
  `${Math.round(100 * Math.abs(effect))} % ${effect > 0 ? 'more' : 'less'}`;

/** A flag or event: on how many of the steps. Codes of categories have no "none", so they are not counted. */
function describeEvents(title: string, driver: Driver, plan: FeaturePlan, facts: FeatureFacts): string {
  const column = plan.known.find(({ name, kind }) => kind === 'flag' && driverOfKnown(name, kind) === driver);
  if (!column) return title;
  const count = facts.positive[plan.features.findIndex(({ name }) => name === column.name)] ?? 0;
  const isAll = plan.known.every(
    ({ name, kind }) => name === column.name || driverOfKnown(name, kind) !== driver,
  );
  // With other columns of the same driver the count speaks of the first flag alone, by its name.
  const counted = isAll ? title : `${title}: ${column.name}`;
  const none = isAll ? `${title}: none in this time` : `${title}: no ${column.name} in this time`;
  return count === 0 ? none : `${counted} on ${count} of ${stepsText(facts.steps, plan)}`;
}

/**
 * What a driver is called, and what was seen of it, in one phrase without a full stop. `effect` is its relative effect: a
 * driver of many features (recent sales, trend, time of year) names one of them only where it points the same way, because
 * beside an effect it reads as its cause.
 */
export function describeDriver(
  driver: Driver,
  plan: FeaturePlan,
  facts: FeatureFacts,
  effect: number,
): string {
  const { shape } = plan;
  const meanOf = (name: string): number =>
    facts.mean[plan.features.findIndex((feature) => feature.name === name)] ?? Number.NaN;
  const agreeing = (ratio: number, than: string): string | undefined =>
    ratio > 1 === effect > 0 ? compared(ratio, than, '') : undefined;
  switch (driver) {
    case 'moved':
      return `All series together: they sell ${percentText(effect)} than was to be expected`;
    case 'recent': {
      const window = shape.windows.findLast((one) => one < shape.levelWindow) ?? shape.levelWindow;
      const words = agreeing(meanOf(`mean of ${window}`), 'its level');
      return words ? `Recent sales: last ${stepsText(window, plan)} ${words}` : 'Recent sales';
    }
    case 'trend': {
      const words = agreeing(shape.year > 0 ? meanOf('growth on the year') : Number.NaN, 'a year before');
      return words ? `Trend: level ${words}` : 'Trend';
    }
    case 'hour':
      return 'Time of day';
    case 'weekday':
      return 'Day of the week';
    case 'month':
      return 'Time of the month';
    case 'year': {
      const words = agreeing(shape.year > 0 ? meanOf('year before') : Number.NaN, 'the level before them');
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
      return describeEvents('Promotion', driver, plan, facts);
    case 'event':
      return describeEvents('Events', driver, plan, facts);
    case 'opening':
      return 'Opening days around';
    case 'similar': {
      const [recent, longer] = shape.groupTrend ?? [0, 0];
      for (const [{ attribute }] of plan.hierarchies ?? []) {
        const words = agreeing(meanOf(groupTrendName(attribute)), `their last ${longer}`);
        if (words) return `Similar series: last ${stepsText(recent, plan)} of its group ${words}`;
      }
      return 'Similar series: its item, location and category';
    }
    case 'other':
      return 'Everything else: how far ahead, further columns';
  }
}
