export { findPeriods, isSumHeading, type PeriodColumn, type WidePeriods } from './find-periods.ts';
export { type PeriodHeading, type PeriodUnit, readPeriodHeading } from './period-heading.ts';
