import { describe, expect, it } from 'vitest';
import { addCounts, countTests } from './counts.ts';

const report = (numPassedTests: number, other: object = {}) => ({
  numPassedTests,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [],
  ...other,
});

describe('countTests', () => {
  it('counts what passed and failed', () => {
    expect(countTests(report(5), 0)).toEqual({ passed: 5, failed: 0 });
    expect(countTests(report(5, { numFailedTests: 2 }), 1)).toEqual({ passed: 5, failed: 2 });
  });

  it('takes no tests, no report, a skipped test and a broken file for failures', () => {
    expect(countTests(report(0), 0).failed).toBe(1);
    expect(countTests(undefined, 0).failed).toBe(1);
    expect(countTests(report(5, { numPendingTests: 1 }), 0).failed).toBe(1);
    const broken = { name: 'a.test.ts', status: 'failed', assertionResults: [] };
    expect(countTests(report(5, { testResults: [broken] }), 1).failed).toBe(1);
  });

  it('takes an error outside any test for a failure', () => {
    expect(countTests(report(5), 1)).toEqual({ passed: 5, failed: 1 });
  });
});

it('adds up', () => {
  expect(addCounts({ passed: 1, failed: 2 }, { passed: 3, failed: 4 })).toEqual({ passed: 4, failed: 6 });
});
