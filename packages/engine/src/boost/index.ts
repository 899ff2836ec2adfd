export type { Booster } from './booster.ts';
export { packForest, predictRow } from './forest.ts';
export { meanLoss } from './objective.ts';
export { type BoosterOptions, DEFAULT_BOOSTER, trainBooster } from './train-booster.ts';
export type { LabelledRows } from './training-data.ts';
export {
  endTraining,
  failTraining,
  helpersJoined,
  helpTraining,
  type TrainingTeam,
  TrainingTeamError,
  type TrainingWork,
  unitsHelped,
} from './work-sharing.ts';
