import type { ScenarioPlan } from '../scenario.ts';
import { gapScenarios } from './gaps.ts';
import { knownColumnScenarios } from './known-columns.ts';
import { seasonScenarios } from './seasons.ts';
import { shiftScenarios } from './shifts.ts';
import { shortHistoryScenarios } from './short-histories.ts';
import { steadyScenarios } from './steady.ts';

/** All scenarios in the order of the results. */
export const scenarios: readonly ScenarioPlan[] = [
  ...steadyScenarios,
  ...seasonScenarios,
  ...shiftScenarios,
  ...knownColumnScenarios,
  ...gapScenarios,
  ...shortHistoryScenarios,
];
