import { executeRun, getRun, replayRun, startRun } from '@ordernimbus/services';
import { createTestPlatform, type TestPlatform } from '@ordernimbus/services/test';
import { insertSales, makeSeries } from '@ordernimbus/services/test/sales';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEnginePool } from '../src/pool/index.ts';

let test: TestPlatform;
beforeAll(async () => {
  test = await createTestPlatform();
});
afterAll(() => test.close());

describe('replaying a run', () => {
  it('gives identical numbers with 1, 2 and 4 threads', { timeout: 120_000 }, async () => {
    const tenant = await test.createTenant();
    await insertSales(
      test.platform.database,
      tenant.tenantId,
      Array.from({ length: 60 }, (_, i) =>
        makeSeries(`s${i}`, i % 2 ? 'North' : 'South', { days: 20 + 4 * i, seed: i + 1, from: '2025-01-01' }),
      ),
    );
    const ctx = test.contextFor(tenant, 'planner');
    const two = createEnginePool({ threads: 2 });
    const one = createEnginePool({ threads: 1 });
    const four = createEnginePool({ threads: 4 });
    try {
      const { id: runId } = await startRun(ctx, { trigger: 'manual' });
      expect(await executeRun(test.platform, { tenantId: tenant.tenantId, runId }, { pool: two })).toBe(
        'done',
      );
      const run = await getRun(ctx, { runId });
      expect(run).toMatchObject({ seriesTotal: 60, partitions: 3, seriesFailed: 0 });
      for (const pool of [one, two, four]) {
        const replay = await replayRun(ctx, { runId }, { pool });
        expect(replay).toMatchObject({
          inputSame: true,
          outputSame: true,
          differing: [],
          outputDigest: run.outputDigest,
          engineVersion: run.engineVersion,
        });
      }
    } finally {
      await Promise.all([one, two, four].map((pool) => pool.close()));
    }
  });
});
