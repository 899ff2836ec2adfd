export {
  findPeriods,
  isSumHeading,
  monthsBetween,
  type PeriodColumn,
  sumWords,
  type WidePeriods,
} from './find-periods.ts';
export type { PeriodUnit } from './period-heading.ts';
