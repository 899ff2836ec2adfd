export type { ColumnProfiles } from './column-profiles.ts';
export {
  defaultLocationCode,
  fingerprintOf,
  type InspectedFile,
  type InspectOptions,
  inspectFile,
} from './inspect-file.ts';
export { isMonthly, isWeekly, openQuestions, weekdayName } from './questions.ts';
export { recogniseLayout, requiredMeanings } from './recognise-layout.ts';
