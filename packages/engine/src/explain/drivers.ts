import type { KnownKind } from '../contract.ts';
import { type FeaturePlan, knownFeatures } from '../panel-model/feature-plan.ts';

/** What moves a forecast, in the terms of a retailer; the features of the panel model belong to one each. */
export const DRIVERS = [
  'moved',
  'recent',
  'trend',
  'hour',
  'weekday',
  'month',
  'year',
  'price',
  'promotion',
  'event',
  'opening',
  'similar',
  'other',
] as const;
export type Driver = (typeof DRIVERS)[number];

/** A flag with such a name is an event of the calendar; any other flag is a promotion. */
const EVENT_NAME = /holiday|event|school|festiv|season/i;

/** A number with such a name says how deep a promotion is. */
const DISCOUNT_NAME = /discount|markdown|rebate/i;

/** Driver of a column that is known ahead. */
export function driverOfKnown(name: string, kind: KnownKind): Driver {
  switch (kind) {
    case 'open':
      return 'opening';
    case 'price':
      return 'price';
    case 'flag':
      return EVENT_NAME.test(name) ? 'event' : 'promotion';
    case 'category':
      return 'event';
    case 'number':
      return DISCOUNT_NAME.test(name) ? 'promotion' : 'other';
  }
}

const CALENDAR: Readonly<Record<string, Driver>> = {
  hour: 'hour',
  weekday: 'weekday',
  'day of month': 'month',
  'week of month': 'month',
  'day of year': 'year',
  'days from New Year': 'year',
  'days from Black Friday': 'year',
  'days from Easter': 'year',
  month: 'year',
};

/** Driver of a same-phase mean: which cycle it follows. */
function driverOfCycle(cycle: number, plan: FeaturePlan): Driver {
  if (plan.frequency === 'H') return cycle === 24 ? 'hour' : 'weekday';
  return plan.frequency === 'D' ? 'weekday' : 'year';
}

/** Driver of each feature, in the plan's order. */
export function driversOf(plan: FeaturePlan): Driver[] {
  const { shape } = plan;
  const ofKnown: Driver[] = [];
  let flags = 0;
  for (const { name, kind } of plan.known) {
    for (const _ of knownFeatures(name, kind, flags)) ofKnown.push(driverOfKnown(name, kind));
    if (kind === 'flag') flags++;
  }
  let known = 0;
  return plan.features.map(({ name, group }) => {
    if (group === 'known') return ofKnown[known++];
    if (group === 'level') {
      const window = /^mean of (\d+)$/.exec(name);
      return window && Number(window[1]) > shape.levelWindow ? 'trend' : 'recent';
    }
    if (group === 'season') {
      const cycle = /^phase of (\d+),/.exec(name);
      if (cycle) return driverOfCycle(Number(cycle[1]), plan);
      return name === 'growth on the year' ? 'trend' : 'year';
    }
    if (group === 'calendar') return CALENDAR[name] ?? 'other';
    return group === 'attribute' || group === 'similar' ? 'similar' : 'other';
  });
}
