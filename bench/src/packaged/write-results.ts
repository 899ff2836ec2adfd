import { readFile, writeFile } from 'node:fs/promises';
import { type ComparedOrigin, summaryTable } from './summary-table.ts';

const folder = new URL('../../results/', import.meta.url);

/** Sets and origins that were run take the place of their older results. `order` are the names of all sets. */
export async function writePackagedResults(
  compared: readonly ComparedOrigin[],
  order: readonly string[],
): Promise<void> {
  const json = new URL('packaged.json', folder);
  const earlier = await readFile(json, 'utf8').then(
    (text) => JSON.parse(text) as ComparedOrigin[],
    (): ComparedOrigin[] => [],
  );
  const isNew = (old: ComparedOrigin): boolean =>
    !compared.some(({ set, origin }) => set === old.set && origin === old.origin);
  const all = [...earlier.filter(isNew), ...compared].sort(
    (a, b) => order.indexOf(a.set) - order.indexOf(b.set) || Number(b.origin) - Number(a.origin),
  );
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
