import { readFile, writeFile } from 'node:fs/promises';
import { benchSets } from '../sets/index.ts';
import type { ComparedSet, MethodOutcome } from './bench-methods.ts';
import { methods } from './methods.ts';
import { likeForLikeTable, methodTable } from './table.ts';

const folder = new URL('../../results/', import.meta.url);

/** Methods that were run take the place of their older results; the tables show all. */
export async function writePeerResults(compared: ComparedSet): Promise<void> {
  const json = new URL('engine.json', folder);
  const earlier = await readFile(json, 'utf8').then(
    (text) => JSON.parse(text) as ComparedSet[],
    () => [],
  );
  const merged = mergeSets(earlier, compared);
  await writeFile(json, `${JSON.stringify(merged, null, 2)}\n`);
  await writeFile(new URL('engine.md', folder), report(merged));
}

/** The outcomes of a run in the place of their older ones, those of other methods as they were, in the methods' order. */
export function mergeMethods(
  earlier: readonly MethodOutcome[],
  run: readonly MethodOutcome[],
): MethodOutcome[] {
  const order = methods.map(({ name }) => name).concat('seasonal-naive');
  const kept = earlier.filter(({ name }) => !run.some((each) => each.name === name));
  return [...kept, ...run].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}

/** Puts the outcomes of one set among the earlier ones, in the order of the benches. */
export function mergeSets(earlier: readonly ComparedSet[], compared: ComparedSet): ComparedSet[] {
  const old = earlier.find(({ set }) => set === compared.set);
  const merged = { ...compared, methods: mergeMethods(old?.methods ?? [], compared.methods) };
  const sets = benchSets.map(({ name }) => name);
  return [...earlier.filter(({ set }) => set !== compared.set), merged].sort(
    (a, b) => sets.indexOf(a.set) - sets.indexOf(b.set),
  );
}

function report(sets: readonly ComparedSet[]): string {
  const tables = sets.map((compared) => {
    const title = benchSets.find(({ name }) => name === compared.set)?.title ?? compared.set;
    return `## ${compared.set}\n\n${title}.\n\n${methodTable(compared)}`;
  });
  return `# The engine beside its peers

Written by \`npm run bench -- engine\`: each method on the same files and the same test window, one process and
one thread, one scorer. What the scores mean, how the peers are set and what their CPU seconds leave out:
[../README.md](../README.md). The best peer of a set is the one in bold, with the lowest main metric; "/ best peer" is
against it, of scaled pinball against the peer with the lowest. Below 1 is better or cheaper. CPU seconds of ours are those
of the whole process, "of the engine" what its threads used of it, which is what is counted of the peers. The cores were shared with
other work: trust ratios of CPU seconds, and not to more than some tens of percent.

${tables.join('\n')}
## Like for like

${likeForLikeTable(sets)}
## Runs

${sets.map(({ set, series, methods: outcomes }) => `- ${set}, ${series} series: ${runsOf(outcomes)}`).join('\n')}
`;
}

/** Methods that were run on one day on one machine with the same versions are named together. */
function runsOf(outcomes: readonly MethodOutcome[]): string {
  const groups = new Map<string, MethodOutcome[]>();
  for (const outcome of outcomes) {
    if (outcome.kind === 'rule') continue;
    const versions = Object.entries(outcome.versions).map(([name, version]) => `${name} ${version}`);
    const key = `${outcome.date}, ${outcome.machine}, ${versions.join(', ')}`;
    groups.set(key, [...(groups.get(key) ?? []), outcome]);
  }
  return [...groups]
    .map(([key, members]) => {
      const loads = members.map(({ load }) => load);
      const warmups = members.map(({ warmupSeconds }) => warmupSeconds ?? 0);
      const warmup = Math.max(...warmups) > 0 ? `, warm-up up to ${Math.max(...warmups).toFixed(1)} s` : '';
      const names = members.map(({ title }) => title).join(', ');
      return `${names} (${key}, load average ${Math.min(...loads)} to ${Math.max(...loads)}${warmup})`;
    })
    .join('; ');
}
