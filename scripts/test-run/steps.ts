import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Counts, countTests } from './counts.ts';
import { runProgram } from './run-program.ts';

export interface Step {
  readonly name: string;
  run(): Promise<Counts>;
}

/** A program that is one check: it says nothing unless it fails. */
function check(name: string, ...args: string[]): Step {
  return {
    name,
    run: async () => {
      const { status, said } = await runProgram(args, false);
      if (status === 0) return { passed: 1, failed: 0 };
      console.log(said.trimEnd());
      return { passed: 0, failed: 1 };
    },
  };
}

function tests(name: string, project: string): Step {
  const reportPath = join(import.meta.dirname, `../../.cache/test-report-${project}.json`);
  return {
    name,
    run: async () => {
      mkdirSync(dirname(reportPath), { recursive: true });
      rmSync(reportPath, { force: true });
      const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project', project];
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportPath}`];
      const { status } = await runProgram([...vitest, ...reporters], true);
      let report: Parameters<typeof countTests>[0];
      try {
        report = JSON.parse(readFileSync(reportPath, 'utf8'));
      } catch {
        console.log(`${name}: Vitest left no report`);
      }
      return countTests(report, status);
    },
  };
}

/** Everything that must hold, the quick first. */
export const steps: readonly Step[] = [
  check('lockfile', 'scripts/check-lockfile.ts'),
  check('boundaries', 'scripts/check-boundaries.ts'),
  check('format and lint (Biome)', 'node_modules/@biomejs/biome/bin/biome', 'ci', '.', '--colors=off'),
  check('types', 'node_modules/typescript/bin/tsc', '-b', '--pretty', 'false'),
  check('unused code (knip)', 'node_modules/knip/bin/knip.js'),
  check('build of the web application', 'scripts/build.ts'),
  check('size of the first load', 'app/frontend/scripts/check-budget.ts'),
  tests('unit, property, database and API tests', 'server'),
  tests('browser tests', 'browser'),
];
