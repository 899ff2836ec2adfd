import { defineConfig } from 'vitest/config';

const shared = {
  globalSetup: ['scripts/test/postgres-global-setup.ts'],
  hookTimeout: 60_000,
  pool: 'forks' as const,
};

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...shared,
          name: 'server',
          include: [
            'packages/*/{src,test}/**/*.test.ts',
            'app/*/{src,test}/**/*.test.{ts,tsx}',
            'bench/src/**/*.test.ts',
            'scripts/**/*.test.ts',
          ],
          exclude: ['**/node_modules/**', '**/*.browser.test.ts'],
          // ends a test that hangs; speed is measured in bench/, and a busy machine takes its time
          testTimeout: 120_000,
        },
      },
      {
        test: {
          ...shared,
          // the built application in a real browser, each file with a product of its own; scripts/test.ts builds it first
          name: 'browser',
          include: ['app/frontend/test/**/*.browser.test.ts'],
          testTimeout: 120_000,
        },
      },
    ],
  },
});
