import { once } from 'node:events';
import { serialize } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Objective } from '../../src/boost/objective.ts';
import { type BoosterOptions, DEFAULT_BOOSTER, trainBooster } from '../../src/boost/train-booster.ts';
import type { LabelledRows } from '../../src/boost/training-data.ts';
import {
  failTraining,
  helpersJoined,
  type TrainingTeam,
  TrainingTeamError,
  type TrainingWork,
  unitsHelped,
} from '../../src/boost/work-sharing.ts';
import { createRandom } from '../../src/random/random.ts';

/** Smooth numbers, few values, holes, a constant and two categories, of which one has more codes than bins. */
function makeRows(count: number, seed: number): LabelledRows {
  const random = createRandom(seed, 'rows');
  const columns = Array.from({ length: 13 }, () => new Float32Array(count));
  const target = new Float32Array(count);
  const weight = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const row = columns.map((_, f) => {
      if (f === 3) return Math.floor(40 * random());
      if (f === 4) return Math.floor(300 * random());
      if (f === 7) return 1;
      if (f % 5 === 1 && random() < 0.2) return Number.NaN;
      return f % 3 === 2 ? Math.floor(7 * random()) / 7 : random();
    });
    for (const [f, value] of row.entries()) (columns[f] as Float32Array)[i] = value;
    const [a, b, , code] = row as [number, number, number, number];
    const mean = Math.exp(2 * a + Math.sin(1.7 * code) - (Number.isNaN(b) ? 1 : b));
    target[i] = Math.floor(3 * mean * random());
    weight[i] = 0.5 + random();
  }
  return {
    features: { rows: count, columns, categorical: columns.map((_, f) => f === 3 || f === 4) },
    target,
    weight,
  };
}

const threads: Worker[] = [];
beforeAll(async () => {
  for (let i = 0; i < 3; i++) threads.push(new Worker(new URL('./helper-thread.ts', import.meta.url)));
  await Promise.all(threads.map((thread) => once(thread, 'message')));
});
afterAll(() => Promise.all(threads.map((thread) => thread.terminate())));

/** Holds this thread until that many helpers have come. */
function awaitHelpers(work: TrainingWork, count: number): void {
  const never = new Int32Array(new SharedArrayBuffer(4));
  while (helpersJoined(work) < count) Atomics.wait(never, 0, 0, 1);
}

/** A team of `size - 1` of the threads. */
function teamOf(size: number): TrainingTeam & { readonly shared: TrainingWork[] } {
  const shared: TrainingWork[] = [];
  return {
    shared,
    share(work) {
      shared.push(work);
      for (const thread of threads.slice(0, size - 1)) thread.postMessage(work);
      awaitHelpers(work, size - 1);
    },
  };
}

const everyoneLeft = (size: number): Promise<unknown> =>
  Promise.all(threads.slice(0, size - 1).map((thread) => once(thread, 'message')));

describe('a team of threads', () => {
  const rows = makeRows(30_000, 1);
  const unseen = makeRows(9_000, 2);
  const directed: LabelledRows = {
    ...rows,
    features: {
      ...rows.features,
      directions: rows.features.columns.map((_, f) => (f === 0 ? 1 : f === 5 ? -1 : 0)),
    },
  };
  const tweedie: Objective = { name: 'tweedie', power: 1.5 };
  const cases: [string, Partial<BoosterOptions>, LabelledRows | undefined][] = [
    ['Tweedie with validation', { objective: tweedie, trees: 30 }, unseen],
    ['Poisson', { objective: { name: 'poisson' }, trees: 20 }, undefined],
    [
      'squared errors of all rows and features',
      { featureShare: 1, rowShare: 1, leaves: 63, bins: 255, trees: 12 },
      undefined,
    ],
    ['an early end', { objective: tweedie, trees: 200, learningRate: 0.4, patience: 5 }, unseen],
  ];

  it.each(cases)('trains the same bytes as one thread: %s', async (_, wanted, validation) => {
    const options = { ...DEFAULT_BOOSTER, ...wanted };
    const alone = trainBooster(rows, options, validation);
    expect(alone.trees.length).toBeGreaterThan(1);
    for (const size of [2, 4]) {
      const team = teamOf(size);
      const left = everyoneLeft(size);
      const together = trainBooster(rows, options, validation, team);
      expect(serialize(together).equals(serialize(alone))).toBe(true);
      await left;
      expect(unitsHelped(team.shared[0] as TrainingWork)).toBeGreaterThan(0);
    }
  });

  it('trains the same bytes as one thread where features have a direction', async () => {
    const options = { ...DEFAULT_BOOSTER, objective: tweedie, trees: 20 };
    const alone = trainBooster(directed, options);
    expect(alone).not.toEqual(trainBooster(rows, options));
    for (const size of [2, 4]) {
      const left = everyoneLeft(size);
      const together = trainBooster(directed, options, undefined, teamOf(size));
      expect(serialize(together).equals(serialize(alone))).toBe(true);
      await left;
    }
  });

  it('trains alone when nobody comes', () => {
    const options = { ...DEFAULT_BOOSTER, trees: 5 };
    const team = { share: () => undefined };
    expect(trainBooster(rows, options, unseen, team)).toEqual(trainBooster(rows, options, unseen));
  });

  it('throws when a helper is lost, and lets the others go', async () => {
    const left = everyoneLeft(2);
    const team: TrainingTeam = {
      share(work) {
        threads[0]?.postMessage(work);
        awaitHelpers(work, 1);
        failTraining(work);
      },
    };
    expect(() => trainBooster(rows, DEFAULT_BOOSTER, undefined, team)).toThrow(TrainingTeamError);
    await left;
  });
});
