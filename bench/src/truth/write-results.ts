import { writeFile } from 'node:fs/promises';
import { ENGINE_VERSION } from '@ordernimbus/engine';
import { machineText } from '../report/machine-text.ts';
import type { ScenarioOutcome } from './bench-scenario.ts';
import { truthTable } from './results-table.ts';

/** Prints the table and writes it to `bench/results/truth.md`. */
export async function writeTruth(outcomes: readonly ScenarioOutcome[]): Promise<void> {
  const text = `# Sales whose mean is known

Written by \`npm run bench -- truth\`, engine ${ENGINE_VERSION}; ${machineText()}. Made-up shops, each forecast as a file of its own; errors and
biases are of the forecast's mean against the true mean, ranges are tried on new outcomes. What is measured:
[../README.md](../README.md).

${truthTable(outcomes, 'nimbus')}`;
  await writeFile(new URL('../../results/truth.md', import.meta.url), text);
  process.stdout.write(text);
}
