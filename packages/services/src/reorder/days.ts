import { dayNumber, isoDay } from '../runs/calendar-days.ts';

/** ISO day `days` after `day`. */
export const addDays = (day: string, days: number): string => isoDay(dayNumber(day) + days);
