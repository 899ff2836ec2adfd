import { writeFile } from 'node:fs/promises';
import { ENGINE_VERSION } from '@ordernimbus/engine';
import { machineText } from '../report/machine-text.ts';
import { markdownTable } from '../report/markdown-table.ts';
import { show, showLevels } from '../report/show-scores.ts';
import type { LaunchScores } from './play-launches.ts';

const HEAD = [
  'set, window',
  'known values',
  'series',
  'WAPE: nimbus',
  'ets alone',
  'mean of the known',
  'nimbus, whole past',
  'bias: nimbus',
  'ets alone',
  'scaled pinball: nimbus',
  'ets alone',
  'nimbus, whole past',
  'nimbus holds, randomised',
];

/** Prints the table and writes it to `bench/results/launches.md`. */
export async function writeLaunches(
  played: readonly {
    readonly set: string;
    readonly window: number;
    readonly scores: readonly LaunchScores[];
  }[],
): Promise<void> {
  const rows = played.flatMap(({ set, window, scores }) =>
    scores.map(({ age, series, ours, ets, mean, whole }, at) => [
      at === 0 ? `${set}, ${window}` : '',
      String(age),
      String(series),
      ...[ours, ets, mean, whole].map(({ wape }) => show(wape)),
      ...[ours, ets].map(({ bias }) => show(bias)),
      ...[ours, ets, whole].map(({ scaledPinball }) => show(scaledPinball)),
      showLevels(ours.coverageRandomised),
    ]),
  );
  const text = `# Series that have hardly begun

Written by \`npm run bench -- launches\`, engine ${ENGINE_VERSION}; ${machineText()}. Each series of a set is once shown without its
past but for the last values, as a launch among the others, and forecast with its set's horizon; windows before the test
window. What is measured: [../README.md](../README.md).

${markdownTable(HEAD, rows)}`;
  await writeFile(new URL('../../results/launches.md', import.meta.url), text);
  process.stdout.write(text);
}
