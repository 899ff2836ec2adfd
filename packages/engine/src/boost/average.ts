import type { Booster } from './booster.ts';

/**
 * One booster whose raw score is the mean of these, which have the same objective: under a log link the geometric mean of their
 * predictions. Trainings on other draws of rows, features and bags err apart, so their mean errs less (Breiman 1996).
 */
export function averageBoosters(boosters: readonly [Booster, ...Booster[]]): Booster {
  const share = 1 / boosters.length;
  const trees = boosters.flatMap((booster) =>
    booster.trees.map((tree) => ({ ...tree, leafValue: tree.leafValue.map((value) => share * value) })),
  );
  return { objective: boosters[0].objective, base: meanBase(boosters), trees };
}

/** Apart from the object that it goes into, for the reason that `trainBooster` gives. */
function meanBase(boosters: readonly Booster[]): number {
  let sum = 0;
  for (const { base } of boosters) sum += base;
  return sum / boosters.length;
}
