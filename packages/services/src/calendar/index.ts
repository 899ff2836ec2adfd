export * from './calendar-status.ts';
export * from './delete-entry.ts';
export * from './export-entries.ts';
export * from './holiday-settings.ts';
export { listHolidayCountries, listHolidays } from './holidays.ts';
export * from './import-entries.ts';
export * from './list-entries.ts';
export * from './list-marks.ts';
export * from './save-entry.ts';
