import { readFile, writeFile } from 'node:fs/promises';
import { mergeMethods } from '../peers/write-results.ts';
import { type ComparedOrigin, summaryTable } from './summary-table.ts';

const folder = new URL('../../results/', import.meta.url);

/** Puts what was run at some origins of a set among the earlier results, those of other methods included. */
export function mergeOrigins(
  earlier: readonly ComparedOrigin[],
  run: readonly ComparedOrigin[],
  order: readonly string[],
): ComparedOrigin[] {
  const same = (a: ComparedOrigin, b: ComparedOrigin): boolean => a.set === b.set && a.origin === b.origin;
  const merged = run.map((one) => {
    const old = earlier.find((other) => same(one, other));
    return { ...one, methods: mergeMethods(old?.methods ?? [], one.methods) };
  });
  return [...earlier.filter((old) => !run.some((one) => same(one, old))), ...merged].sort(
    (a, b) => order.indexOf(a.set) - order.indexOf(b.set) || Number(b.origin) - Number(a.origin),
  );
}

/** What was run takes the place of its older results. `order` are the names of all sets. */
export async function writePackagedResults(
  run: readonly ComparedOrigin[],
  order: readonly string[],
): Promise<void> {
  const json = new URL('packaged.json', folder);
  const earlier = await readFile(json, 'utf8').then(
    (text) => JSON.parse(text) as ComparedOrigin[],
    (): ComparedOrigin[] => [],
  );
  const all = mergeOrigins(earlier, run, order);
  await writeFile(json, `${JSON.stringify(all, null, 2)}\n`);
  const { versions, machine, date } = all[0]?.methods.find(({ kind }) => kind === 'ours') ?? {};
  const text = `# Retail sales from public packages

Written by \`npm run bench -- packaged\`: \`nimbus\` beside the best peer of each set, origin and measure. What the sets are and
what was looked at on them: [../README.md](../README.md). Below 1 is better. Engine ${versions?.engine}, ${machine}, ${date}; all scores
of all methods are in \`packaged.json\`.

${summaryTable(all, 'nimbus')}
## The fast profile

${summaryTable(all, 'nimbus-fast')}`;
  await writeFile(new URL('packaged.md', folder), text);
}
