import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AGES, FOLDS, hidePast, launchOf } from './hide-past.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ordernimbus-launches-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function hidden(
  frequency: 'D' | 'M',
  cutoff: string,
  dates: readonly string[],
  age: number,
): Promise<readonly string[]> {
  const [input, output] = [join(folder, 'in.csv'), join(folder, 'out.csv')];
  const rows = dates.flatMap((date) => [`A,"North, 1",${date},1`, `B,,${date},2`]);
  await writeFile(input, `item,location,date,quantity\n${rows.join('\n')}\n`);
  await hidePast(input, output, { frequency, cutoff }, (item, location) =>
    item === 'A' && location === 'North, 1' ? age : undefined,
  );
  return (await readFile(output, 'utf8')).trimEnd().split('\n').slice(1);
}

describe('the past of a launch', () => {
  it('is hidden up to its last values, of it alone, and what follows stays', async () => {
    const dates = ['2024-02-27', '2024-02-28', '2024-02-29', '2024-03-01', '2024-03-02'];
    const left = await hidden('D', '2024-03-01', dates, 2);
    expect(left.filter((row) => row.startsWith('A'))).toEqual([
      'A,"North, 1",2024-02-29,1',
      'A,"North, 1",2024-03-01,1',
      'A,"North, 1",2024-03-02,1',
    ]);
    expect(left.filter((row) => row.startsWith('B'))).toHaveLength(5);
  });

  it('counts months of any length', async () => {
    const dates = Array.from({ length: 12 }, (_, m) => `2023-${String(m + 1).padStart(2, '0')}-01`);
    for (const age of AGES.M.filter((one) => one < 12)) {
      const left = await hidden('M', '2023-12-01', dates, age);
      expect(left.filter((row) => row.startsWith('A'))).toHaveLength(age);
    }
  });

  it('is drawn alike in every run, each age and round about as often', () => {
    const drawn = Array.from({ length: 2000 }, (_, i) => launchOf(`item ${i}|`, AGES.D));
    expect(launchOf('item 7|', AGES.D)).toEqual(drawn[7]);
    for (let fold = 0; fold < FOLDS; fold++) {
      expect(drawn.filter((one) => one.fold === fold).length / 2000).toBeCloseTo(1 / FOLDS, 1);
    }
    for (const age of AGES.D) {
      expect(drawn.filter((one) => one.age === age).length / 2000).toBeCloseTo(1 / AGES.D.length, 1);
    }
  });
});
