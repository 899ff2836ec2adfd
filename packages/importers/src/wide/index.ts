export {
  findPeriods,
  isSumHeading,
  monthsBetween,
  type PeriodColumn,
  type WidePeriods,
} from './find-periods.ts';
export type { PeriodUnit } from './period-heading.ts';
