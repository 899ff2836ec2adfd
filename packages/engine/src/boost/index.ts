export type { Booster } from './booster.ts';
export { packForest, predictRow } from './forest.ts';
export { meanLoss } from './objective.ts';
export { type BoosterOptions, DEFAULT_BOOSTER, type LabelledRows, trainBooster } from './train-booster.ts';
