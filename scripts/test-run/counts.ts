export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

export const addCounts = (a: Counts, b: Counts): Counts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
});

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly unknown[];
  }[];
}

/**
 * Counts of one run of Vitest. A skipped test is a failure here, as are a file that could not be loaded, a run
 * without a test, and a run that ended badly although each test passed (an error outside any test).
 */
export function countTests(report: VitestReport | undefined, exitStatus: number): Counts {
  if (!report) return { passed: 0, failed: 1 };
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  const failed = report.numFailedTests + report.numPendingTests + report.numTodoTests + brokenFiles;
  const isBad = exitStatus !== 0 || report.numPassedTests + failed === 0;
  return { passed: report.numPassedTests, failed: failed === 0 && isBad ? 1 : failed };
}
