import { UsageError } from './command-line/choose-sets.ts';
import { benchScenario, type ScenarioOutcome } from './truth/bench-scenario.ts';
import { readTruthFlags } from './truth/flags.ts';
import { progressLine, truthTable } from './truth/results-table.ts';
import { writeTruth } from './truth/write-results.ts';

/**
 * `npm run bench -- truth [--only NAME,...] [--models LIST]`: made-up sales whose mean is known, so that the error of the
 * forecast is seen apart from the chance in what is sold. Without flags it writes `bench/results/truth.md`; with them it
 * prints only.
 */
export async function run(args: readonly string[]): Promise<number> {
  try {
    const { scenarios, models, isWhole } = readTruthFlags(args);
    const outcomes: ScenarioOutcome[] = [];
    for (const scenario of scenarios) {
      const outcome = await benchScenario(scenario, models);
      process.stderr.write(`${progressLine(outcome)}\n`);
      outcomes.push(outcome);
    }
    if (isWhole) await writeTruth(outcomes);
    else process.stdout.write(truthTable(outcomes, models === 'auto' ? 'nimbus' : models));
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}
