import { readFile, writeFile } from 'node:fs/promises';
import type { BenchSet } from '../sets/bench-set.ts';
import { type OriginScores, originsTable } from './origins-table.ts';

const folder = new URL('../../results/', import.meta.url);

/** Origins that were run take the place of their older results; the table shows all, the test window last. */
export async function writeResults(
  set: Pick<BenchSet, 'name' | 'mainMetric'>,
  origins: readonly OriginScores[],
): Promise<void> {
  const json = new URL('hierarchy.json', folder);
  const earlier = await readFile(json, 'utf8').then(
    (text) => JSON.parse(text) as Record<string, OriginScores[]>,
    (): Record<string, OriginScores[]> => ({}),
  );
  const all = [
    ...(earlier[set.name] ?? []).filter((old) => !origins.some(({ origin }) => origin === old.origin)),
    ...origins,
  ].sort((a, b) => Number(a.origin) - Number(b.origin));
  await writeFile(json, `${JSON.stringify({ ...earlier, [set.name]: all }, null, 2)}\n`);
  const text = `# Reconciling the series of a set with their sum

Written by \`npm run bench -- hierarchy --set ${set.name} --origin ...\`. RMSSE of the sum of the series / ${set.mainMetric} of
the series. Origin -1 is the test window; the means are over the windows before it. What is measured:
[../README.md](../README.md).

${originsTable(set, all)}`;
  await writeFile(new URL('hierarchy.md', folder), text);
}
