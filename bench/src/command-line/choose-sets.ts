import type { BenchSet } from '../sets/bench-set.ts';
import { benchSets } from '../sets/index.ts';

/** The sets of "vn2,carparts" and the like, in the benches' order; all without names. Throws on an unknown name. */
export function chooseSets(names: readonly string[] | undefined): readonly BenchSet[] {
  const wanted = names?.flatMap((name) => name.split(','));
  const unknown = wanted?.find((name) => !benchSets.some((set) => set.name === name));
  if (unknown !== undefined) {
    throw new UsageError(
      `There is no set "${unknown}"; they are ${benchSets.map((set) => set.name).join(', ')}.`,
    );
  }
  return benchSets.filter((set) => !wanted || wanted.includes(set.name));
}

/** The command was called wrongly; the message says how to call it. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}
