import { readFile, writeFile } from 'node:fs/promises';
import { thisMachine } from '../report/this-machine.ts';
import { benchSets } from '../sets/index.ts';
import type { SetOutcome } from './bench-one-set.ts';
import { accuracyTable } from './table.ts';

const folder = new URL('../../results/', import.meta.url);

interface Recorded extends SetOutcome {
  readonly date: string;
  readonly node: string;
  readonly machine: string;
}

/** Sets that were run take the place of their older results; the table shows all. */
export async function writeResults(outcomes: readonly SetOutcome[]): Promise<void> {
  const json = new URL('accuracy.json', folder);
  const earlier = await readFile(json, 'utf8').then(
    (text) => JSON.parse(text) as Recorded[],
    () => [],
  );
  const stamp = {
    date: new Date().toISOString().slice(0, 10),
    node: process.versions.node,
    machine: thisMachine(),
  };
  const order = benchSets.map(({ name }) => name);
  const recorded = [
    ...earlier.filter((old) => !outcomes.some((outcome) => outcome.set === old.set)),
    ...outcomes.map((outcome) => ({ ...outcome, ...stamp })),
  ].sort((a, b) => order.indexOf(a.set) - order.indexOf(b.set));
  await writeFile(json, `${JSON.stringify(recorded, null, 2)}\n`);
  await writeFile(new URL('accuracy.md', folder), report(recorded));
}

function report(recorded: readonly Recorded[]): string {
  const runs = recorded
    .map(
      (entry) =>
        `- ${entry.set}: ${entry.date}, engine ${entry.version}, Node ${entry.node}, ${entry.machine}; ${entry.series} series, ${entry.failed} failed, ${entry.standIns} stand-ins; \`${entry.command}\``,
    )
    .join('\n');
  return `# Accuracy on the shared sets

Written by \`npm run bench -- accuracy\`. The default settings, one run of the command line per set (twelve for
orange_juice). What the columns mean and how the scores are defined: [../README.md](../README.md). AutoETS is
statsforecast's, measured on the same files; its figures and the machine differ, so compare CPU seconds only as ratios.

${accuracyTable(recorded, true)}
## Runs

${runs}
`;
}
