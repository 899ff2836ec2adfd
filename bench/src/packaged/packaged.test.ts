import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MethodOutcome } from '../peers/bench-methods.ts';
import { cutTable } from './packaged-sets.ts';
import { type ComparedOrigin, summaryTable } from './summary-table.ts';
import { mergeOrigins } from './write-results.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packaged-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Days 1 to 12 of an item, and of one that begins on day 7. */
const day = (d: number): string => `2024-01-${String(d).padStart(2, '0')}`;
const table = [
  'item,location,date,quantity,price',
  ...Array.from({ length: 12 }, (_, i) => `"tea, green",north,${day(i + 1)},${i + 1},2.5`),
  ...Array.from({ length: 6 }, (_, i) => `new,north,${day(i + 7)},1,3`),
  '',
].join('\n');

describe('a packaged set', () => {
  it('ends with the horizon of its window, whose rows are there for what is known ahead', async () => {
    const inputFile = join(folder, 'last.csv');
    const { rounds } = await cutTable(table, 2, { inputFile, window: 0 });
    expect(rounds).toHaveLength(1);
    expect(rounds[0]?.cutoff).toBe(day(10));
    expect(rounds[0]?.truth).toEqual([
      {
        item: 'tea, green',
        location: 'north',
        history: Float64Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
        actual: Float64Array.of(11, 12),
      },
      { item: 'new', location: 'north', history: Float64Array.of(1, 1, 1, 1), actual: Float64Array.of(1, 1) },
    ]);
    expect(await readFile(inputFile, 'utf8')).toBe(table);
  });

  it('is cut a horizon earlier for each window before, without what begins too late', async () => {
    const inputFile = join(folder, 'earlier.csv');
    const { rounds } = await cutTable(table, 2, { inputFile, window: -1 });
    expect(rounds[0]?.cutoff).toBe(day(8));
    expect(rounds[0]?.truth.map(({ item, actual }) => [item, ...actual])).toEqual([['tea, green', 9, 10]]);
    const lines = (await readFile(inputFile, 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(1 + 10);
    expect(lines.at(-1)).toContain(day(10));
    await expect(cutTable(table, 2, { inputFile, window: -6 })).rejects.toThrow(/no window -6/);
  });
});

describe('the summary', () => {
  const outcome = (
    name: string,
    kind: MethodOutcome['kind'],
    wape: number,
    rmsse: number,
    pinball: number | null,
  ) =>
    ({
      name,
      title: name,
      kind,
      scores: { wape, rmsse, scaledPinball: pinball, coverageRandomised: { 50: 0.5, 80: 0.8, 95: 0.95 } },
    }) as unknown as MethodOutcome;
  const compared = (set: string, wape: number): ComparedOrigin => ({
    set,
    origin: '-1',
    mainMetric: 'WAPE',
    series: 3,
    methods: [
      outcome('nimbus', 'ours', wape, 0.9, 0.2),
      outcome('trees', 'peer', 0.5, 1, 0.25),
      outcome('points', 'peer', 0.4, 1.2, null),
      outcome('seasonal-naive', 'rule', 0.1, 0.1, 0.1),
    ],
  });

  it('sets ours beside the best peer of each measure, rules and missing scores aside, and ends with geometric means', () => {
    const text = summaryTable([compared('one', 0.2), compared('two', 0.8)], 'nimbus');
    const lines = text.trimEnd().replaceAll(/ +/g, ' ').split('\n');
    expect(lines[2]).toMatch(
      /one \| -1 \| 3 \| 0\.200 \| 0\.500 \(points\) \| 0\.900 \(trees\) \| 0\.800 \(trees\)/,
    );
    expect(lines.at(-1)).toMatch(/geometric mean \| -1 .*\| 1\.000 \| 0\.900 \| 0\.800 \|/);
  });

  it('keeps the peers that a later run of some methods leaves out', () => {
    const again = { ...compared('one', 0.3), methods: [outcome('nimbus', 'ours', 0.3, 0.9, 0.2)] };
    const all = mergeOrigins([compared('two', 0.8), compared('one', 0.2)], [again], ['one', 'two']);
    expect(all.map(({ set }) => set)).toEqual(['one', 'two']);
    expect(summaryTable(all, 'nimbus')).toMatch(/one +\| -1 +\| 3 +\| 0\.300 \| 0\.750 \(points\)/);
  });
});
