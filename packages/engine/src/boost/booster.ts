import type { Objective } from './objective.ts';
import type { Tree } from './tree.ts';

/** A trained ensemble: raw score = `base` + the leaves' values. */
export interface Booster {
  readonly objective: Objective;
  readonly base: number;
  readonly trees: readonly Tree[];
}
