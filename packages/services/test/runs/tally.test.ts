import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { probabilities } from '@ordernimbus/contracts';
import { describe, expect, it } from 'vitest';
import { createFolderObjectStore } from '../../src/platform/folder-object-store.ts';
import { buildReport } from '../../src/runs/build-report.ts';
import { readSums, writeSums } from '../../src/runs/forecast-files.ts';
import { emptyLeaf, RunSums } from '../../src/runs/run-sums.ts';
import { addTally, computeTally, emptyTally, mapMetrics, type Tally } from '../../src/runs/tally.ts';

/** Twenty days of an item that sells 0, 1, 2, 3 with probability .6, .2, .15, .05, as often as that, and its true quantiles. */
const slowMover = () => {
  const days = 20;
  const sold = [...new Array<number>(12).fill(0), 1, 1, 1, 1, 2, 2, 2, 3];
  return {
    windows: 1,
    horizon: days,
    origins: Int32Array.of(4),
    actual: Float64Array.from(sold),
    mean: new Float64Array(days).fill(0.65),
    quantiles: Float64Array.from(
      [0, 0, 0, 0, 1, 2, 3].flatMap((value) => new Array<number>(days).fill(value)),
    ),
    naive: new Float64Array(days),
    scale: 1,
  };
};
const tallySlowMover = () => computeTally(slowMover(), probabilities, [0, 1, 0, 2, 0, 1], 1);

/** As versions before the randomised coverage kept it. */
function asKeptBefore(tally: Tally): Tally {
  const { randomised50: _50, randomised80: _80, randomised95: _95, ...kept } = tally;
  return kept as Tally;
}

describe('the tally of a back-test', () => {
  const history = [1, 2, 1, 2, 1, 2, 3, 5];
  const test = {
    windows: 1,
    horizon: 3,
    origins: Int32Array.of(4),
    actual: Float64Array.of(2, Number.NaN, 5),
    mean: Float64Array.of(3, 9, 4),
    quantiles: Float64Array.from([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6]),
    naive: Float64Array.of(2, 9, 1),
    scale: 1,
  };

  it('agrees with the figures done by hand, and unknown days do not count', () => {
    const metrics = mapMetrics(computeTally(test, probabilities, history, 1));
    expect(metrics.n).toBe(2);
    expect(metrics.wape).toBeCloseTo(2 / 7, 12);
    expect(metrics.bias).toBeCloseTo(0, 12);
    expect(metrics.naiveWape).toBeCloseTo(4 / 7, 12);
    expect(metrics.mase).toBeCloseTo(1, 12);
    expect(metrics.rmsse).toBeCloseTo(1, 12);
    expect(metrics.naiveRmsse).toBeCloseTo(Math.sqrt(8), 12);
    expect(metrics.coverage50).toBe(0.5);
    expect(metrics.coverage80).toBe(1);
    const pinball = (actual: number) =>
      probabilities.reduce(
        (sum, p, q) => sum + (actual >= q ? p * (actual - q) : (1 - p) * (q - actual)),
        0,
      ) / 7;
    expect(metrics.scaledPinball).toBeCloseTo((pinball(2) + pinball(5)) / 2, 12);
    expect(metrics.naiveBias).toBeCloseTo(-4 / 7, 12);
    // the one value of the naive forecast is each of its quantiles: half of its absolute error
    expect(metrics.naiveScaledPinball).toBeCloseTo((0.5 * 4) / 2, 12);
  });

  it('has no figure where there is nothing to divide by', () => {
    const none = { ...test, windows: 0, origins: new Int32Array(0), scale: Number.NaN };
    expect(mapMetrics(computeTally(none, probabilities, history, 1))).toMatchObject({
      n: 0,
      wape: null,
      bias: null,
      mase: null,
      coverage80: null,
      scaledPinball: null,
    });
  });

  it('of a slow mover is near what true quantiles promise once days on an end of a range count in part', () => {
    const metrics = mapMetrics(tallySlowMover());
    expect([metrics.coverage50, metrics.coverage80, metrics.coverage95]).toEqual([0.8, 0.95, 1]);
    // by hand: 0 lies on [0, .625], 1 on [.625, .825], 2 on [.825, .9375], 3 on [.9375, .9875]
    expect(metrics.coverageRandomised50).toBeCloseTo(0.6 * 0.6 + 0.2 * 0.625, 12);
    expect(metrics.coverageRandomised80).toBeCloseTo(0.6 * 0.84 + 0.2 + 0.15 * (2 / 3), 12);
    expect(metrics.coverageRandomised95).toBeCloseTo(0.6 * 0.96 + 0.2 + 0.15 + 0.05 * 0.75, 12);
    const sum = emptyTally();
    addTally(sum, tallySlowMover());
    addTally(sum, tallySlowMover());
    expect(mapMetrics(sum).coverageRandomised80).toBeCloseTo(metrics.coverageRandomised80 as number, 12);
  });
});

describe('the report of a run', () => {
  /** Partitions as they come back from the folder they were kept in, added up and reported. */
  async function reportOf(tallies: readonly Tally[]) {
    const folder = await mkdtemp(join(tmpdir(), 'ordernimbus-sums-'));
    try {
      const objects = createFolderObjectStore(folder);
      const sums = new RunSums();
      for (const [part, tally] of tallies.entries()) {
        await writeSums(objects, `part-${part}`, {
          leaves: [{ ...emptyLeaf(1, 'Tea', 0), series: 1, tally }],
          models: {},
          byHorizon: { absError: [], actual: [], naiveAbsError: [] },
          worst: [{ itemId: part, locationId: 1, absError: 1, wape: 1, tally }],
          best: [],
        });
        sums.add(await readSums(objects, `part-${part}`));
      }
      const [leaf = emptyLeaf(1, 'Tea', 0)] = sums.leaves();
      return buildReport(sums, leaf, [leaf], 1);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  it('judges ranges by the randomised share, with the plain one beside it', async () => {
    const { calibration, overall } = await reportOf([tallySlowMover(), tallySlowMover()]);
    expect(calibration).toEqual([
      { nominal: 0.5, actual: overall.coverageRandomised50, plain: 0.8 },
      { nominal: 0.8, actual: overall.coverageRandomised80, plain: 0.95 },
      { nominal: 0.95, actual: overall.coverageRandomised95, plain: 1 },
    ]);
    for (const { nominal, actual } of calibration) {
      expect(Math.abs((actual as number) - nominal)).toBeLessThan(0.02);
    }
  });

  it('has the plain share alone where any part was summed by an earlier version', async () => {
    const old = asKeptBefore(tallySlowMover());
    for (const tallies of [[old], [old, tallySlowMover()], [tallySlowMover(), old]]) {
      const { calibration, overall, worst } = await reportOf(tallies);
      expect(calibration).toEqual([
        { nominal: 0.5, actual: 0.8 },
        { nominal: 0.8, actual: 0.95 },
        { nominal: 0.95, actual: 1 },
      ]);
      expect(overall).toMatchObject({ n: 20 * tallies.length, coverageRandomised80: null });
      expect(overall.wape).toBeGreaterThan(0);
      expect(worst.find(({ itemId }) => tallies[itemId] === old)?.metrics.coverageRandomised80).toBeNull();
    }
  });
});
