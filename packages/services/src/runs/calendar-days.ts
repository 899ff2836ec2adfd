const dayMs = 86_400_000;

/** Whole days since 1970-01-01 of an ISO day. */
export const dayNumber = (isoDay: string): number => Math.round(Date.parse(`${isoDay}T00:00:00Z`) / dayMs);

/** ISO day of whole days since 1970-01-01. */
export const isoDay = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);

/** 0 = Sunday. */
export const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;
